"""The cast: seven people with a reason each, the departments of a county, and a second station.

They are the people of our stories and tests; none of them exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows.codes import load_departments
from workflows.people.administrators import CENTRE_UNIT, ensure_centre, give_post
from workflows.people.models import PersonRow, UnitKind, UnitRow
from workflows.people.signing_in import add_person

TENANT = "xg"
EAST_LAKE, SOUTH_GATE = "east-lake", "south-gate"
#: Shown at the sign-in of a demo; a demo holds no real person.
PASSWORD = "sanlian-demo"


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody of the cast and why they are in it."""

    username: str
    name: str
    name_en: str
    #: (role, unit, title) of each post.
    posts: tuple[tuple[str, str, str], ...]


CAST = (
    # She mediates at East Lake; most stories are told from her desk.
    Member(username="limei", name="李梅", name_en="Li Mei", posts=(("R04", EAST_LAKE, "调解员"),)),
    # Her colleague sees the same pool, so they race for tasks.
    Member(
        username="wangqiang", name="王强", name_en="Wang Qiang",
        posts=(("R04", EAST_LAKE, "调解员"), ("R02", EAST_LAKE, "接待员")),
    ),
    # Escalations at East Lake end with her.
    Member(
        username="chenjing", name="陈静", name_en="Chen Jing",
        posts=(("R06", EAST_LAKE, "站长"), ("R05", EAST_LAKE, "调委会主任"),
               ("R03", EAST_LAKE, "值班长")),
    ),
    # She receives visitors and registers what they say.
    Member(
        username="liuyan", name="刘燕", name_en="Liu Yan", posts=(("R02", EAST_LAKE, "接待员"),)
    ),
    # A second triage officer, so that four eyes are possible.
    Member(
        username="hetao", name="何涛", name_en="He Tao", posts=(("R03", EAST_LAKE, "值班长"),)
    ),
    # She works at another station and must see nothing of East Lake.
    Member(
        username="zhaomin", name="赵敏", name_en="Zhao Min",
        posts=(("R04", SOUTH_GATE, "调解员"), ("R02", SOUTH_GATE, "接待员"),
               ("R05", SOUTH_GATE, "调委会主任"), ("R06", SOUTH_GATE, "站长"),
               ("R03", SOUTH_GATE, "值班长")),
    ),
    # She runs the system and opens no case.
    Member(
        username="zhoulan", name="周岚", name_en="Zhou Lan",
        posts=(("R13", CENTRE_UNIT, "系统管理员"),),
    ),
    # He edits diagrams.
    Member(
        username="fanglei", name="方磊", name_en="Fang Lei",
        posts=(("R14", CENTRE_UNIT, "流程管理员"),),
    ),
    # He leads the centre on duty and commands emergencies.
    Member(
        username="sunwei", name="孙伟", name_en="Sun Wei",
        posts=(("R07", CENTRE_UNIT, "值班领导"),),
    ),
    # She answers for rights work in the whole county.
    Member(
        username="gaohong", name="高红", name_en="Gao Hong",
        posts=(("R09", CENTRE_UNIT, "权益专干"),),
    ),
    # The lawyer on duty answers consultations of both stations.
    Member(
        username="xulaw", name="许律", name_en="Xu Lü",
        posts=(("R11", EAST_LAKE, "值班律师"), ("R11", SOUTH_GATE, "值班律师")),
    ),
)  # fmt: skip


def usernames() -> frozenset[str]:
    """Everybody who can act in a story: the cast and one liaison per department."""
    return frozenset(member.username for member in CAST) | {
        department.id for department in load_departments()
    }


def seed_cast(session: Session) -> dict[str, PersonRow]:
    """Create centre, units and people; answers people by user name."""
    ensure_centre(session, TENANT, name="孝城县综治中心", code="XG", name_en="Xiaocheng Centre")
    _add_station(session, EAST_LAKE, "东湖街道妇女儿童维权服务站", "East Lake rights station", "DH")
    _add_station(
        session, SOUTH_GATE, "南门街道妇女儿童维权服务站", "South Gate rights station", "NM"
    )
    people = {member.username: _add(session, member) for member in CAST}
    for department in load_departments():
        _add_department(session, department.id, department.name.zh, department.name.en)
        people[department.id] = _liaison(session, department.id, department.name.zh)
    return people


def _add_station(session: Session, key: str, name: str, name_en: str, code: str) -> None:
    session.add(
        UnitRow(
            tenant=TENANT, id=key, kind=UnitKind.STATION, name=name, name_en=name_en, code=code,
            short_name=name[:4],
        )
    )  # fmt: skip


def _add_department(session: Session, key: str, name: str, name_en: str) -> None:
    session.add(
        UnitRow(
            tenant=TENANT, id=key, kind=UnitKind.DEPARTMENT, name=name, name_en=name_en,
            department=key,
        )
    )  # fmt: skip
    session.flush()


def _liaison(session: Session, key: str, name: str) -> PersonRow:
    """One liaison per department, so that every notice has somebody to acknowledge it."""
    person = add_person(
        session, TENANT, username=key, name=f"{name}联络员", name_en=f"Liaison {key}",
        password=PASSWORD,
    )  # fmt: skip
    give_post(session, TENANT, person.id, "R08", key, title="联络员")
    return person


def _add(session: Session, member: Member) -> PersonRow:
    person = add_person(
        session, TENANT, username=member.username, name=member.name, name_en=member.name_en,
        password=PASSWORD,
    )  # fmt: skip
    for role, unit, title in member.posts:
        give_post(session, TENANT, person.id, role, unit, title=title)
    return person
