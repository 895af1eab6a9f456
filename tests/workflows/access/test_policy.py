"""Lists, single objects and sight obey one law: every role in every situation, cell by cell."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor, group
from engine.database import Database, new_id
from tests.cast import CHEN_JING, EAST_LAKE, ELSEWHERE, SOUTH_GATE, TENANT, ZHAO_MIN, person
from tests.workflows.access.matrix import (
    POLICE,
    REACHED,
    SEES,
    SEES_AFTERWARDS,
    SITUATIONS,
    Situation,
    unit_of,
)
from workflows.access import (
    AccessRow,
    Permission,
    log_reading,
    policy,
    require,
    sights,
    visible_to,
)
from workflows.access.law import MAY
from workflows.access.models import MemberRow, ReachableRow

CELLS = [(role, name) for role in sorted(REACHED) for name in SITUATIONS]


def actor_in(role: str, situation: Situation) -> Actor:
    tenant = ELSEWHERE if situation.other_tenant else TENANT
    return person("somebody", (role, unit_of(role, situation)), tenant=tenant)


def add_case(session: Session, case_id: str, situation: Situation = SITUATIONS["plain"]) -> None:
    session.add(
        ReachableRow(
            tenant=TENANT, id=case_id, station=EAST_LAKE, sealed=situation.sealed,
            incident_running=situation.incident,
        )
    )  # fmt: skip


def add_member(
    session: Session, case_id: str, *, who: str | None = None, all_of: str | None = None,
    until: datetime | None = None,
) -> None:  # fmt: skip
    session.add(
        MemberRow(
            tenant=TENANT, id=new_id(), case_id=case_id, person_id=who, member_group=all_of,
            basis="test", since=clock.now(), until=until,
        )
    )  # fmt: skip


def arrange(session: Session, role: str, name: str) -> None:
    situation = SITUATIONS[name]
    case_id = f"{role} {name}"
    add_case(session, case_id, situation)
    match situation.member:
        case "person":
            add_member(session, case_id, who="somebody")
        case "group":
            add_member(session, case_id, all_of=group(role, unit_of(role, situation)))
        case "ended":
            add_member(session, case_id, who="somebody", until=clock.now())


@pytest.fixture
def cases(database: Database, now: datetime) -> Database:
    """One case for each cell of the table."""
    with database.begin() as session:
        for role, name in CELLS:
            arrange(session, role, name)
    return database


def test_a_case_exists_for_a_role_in_exactly_the_situations_of_the_table(
    cases: Database,
) -> None:
    wrong = []
    with cases.read() as session:
        for role, name in CELLS:
            actor, case_id = actor_in(role, SITUATIONS[name]), f"{role} {name}"
            expected = name in REACHED[role]
            if policy.reaches(session, actor, case_id) is not expected:
                wrong.append((role, name, f"should be {expected}"))
    assert wrong == []


def test_lists_and_sight_agree_with_single_objects_on_every_case_of_the_table(
    cases: Database,
) -> None:
    everything = [f"{role} {name}" for role, name in CELLS]
    actors = {actor_in(role, SITUATIONS[name]): (role, name) for role, name in CELLS}
    wrong = []
    with cases.read() as session:
        for actor, (role, name) in actors.items():
            listed = set(session.scalars(select(ReachableRow.id).where(visible_to(actor))))
            if listed != set(sights(session, actor, everything)):
                wrong.append((role, name, "list and sight"))
            if policy.reaches(session, actor, f"{role} {name}") != (f"{role} {name}" in listed):
                wrong.append((role, name, "list and single object"))
    assert wrong == []


@pytest.mark.parametrize("role", sorted(SEES))
def test_what_is_in_the_clear_is_what_the_table_says(cases: Database, role: str) -> None:
    with cases.read() as session:
        for name in REACHED[role]:
            situation = SITUATIONS[name]
            table = SEES if situation.incident else SEES | SEES_AFTERWARDS
            sight = policy.require_case(session, actor_in(role, situation), f"{role} {name}")
            clear = " ".join(sorted(sight.clear))
            assert (clear, sight.c4_with_reason, sight.never_whereabouts) == table[role], name


def test_the_table_names_every_role_that_may_do_anything() -> None:
    assert set(REACHED) == set(MAY)


# --- several posts ---------------------------------------------------------------------------


def test_a_post_at_another_station_lends_nothing_to_a_case_here(
    database: Database, now: datetime
) -> None:
    """She heads South Gate and was asked to mediate one case at East Lake."""
    with database.begin() as session:
        for case_id in ("asked", "not asked"):
            add_case(session, case_id)
        add_member(session, "asked", who=ZHAO_MIN.id)
    with database.read() as session:
        found = sights(session, ZHAO_MIN, ["asked", "not asked"])
    assert set(found) == {"asked"}
    assert not found["asked"].c4_with_reason, "that is for the head of this station"


def test_several_posts_together_read_what_each_of_them_reads(
    database: Database, now: datetime
) -> None:
    commander = person("sunwei", ("R07", "centre"), ("R04", EAST_LAKE))
    with database.begin() as session:
        add_case(session, "running", SITUATIONS["incident runs"])
        add_case(session, "over")
        add_member(session, "over", who=commander.id)
    with database.read() as session:
        found = sights(session, commander, ["running", "over"])
    assert ("C4" in found["running"].clear, "C4" in found["over"].clear) == (True, False)


def test_a_group_that_is_a_member_lends_nothing_to_a_role_without_cases(
    database: Database, now: datetime
) -> None:
    volunteer = person("helper", ("R10", EAST_LAKE), ("R08", POLICE))
    with database.begin() as session:
        add_case(session, "volunteers")
        add_member(session, "volunteers", all_of=group("R10", EAST_LAKE))
    with database.read() as session:
        assert not policy.reaches(session, volunteer, "volunteers")
        assert sights(session, volunteer, ["volunteers"]) == {}


def test_somebody_without_any_post_reaches_nothing(cases: Database) -> None:
    with cases.read() as session:
        listed = select(ReachableRow.id).where(visible_to(person("somebody")))
        assert session.scalars(listed).all() == []


def test_a_membership_holds_until_its_last_instant(database: Database, now: datetime) -> None:
    liaison = person("liaison", ("R08", POLICE))
    with database.begin() as session:
        add_case(session, "c")
        add_member(session, "c", who=liaison.id, until=now + timedelta(hours=1))
    for minutes, there in ((59, True), (60, False)):
        clock.travel_to(now + timedelta(minutes=minutes))
        with database.read() as session:
            assert policy.reaches(session, liaison, "c") is there


def test_what_may_not_be_seen_and_what_is_not_there_get_the_same_answer(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        add_case(session, "sealed", SITUATIONS["sealed"])
    answers = []
    for case_id in ("sealed", "unknown"):
        with database.read() as session, pytest.raises(policy.NoSuchCase) as refused:
            policy.require_case(session, CHEN_JING, case_id)
        answers.append((refused.value.code, set(refused.value.fields)))
    assert answers[0] == answers[1]


def test_the_task_of_a_sealed_case_is_for_its_members(database: Database, now: datetime) -> None:
    with database.begin() as session:
        add_case(session, "sealed", SITUATIONS["sealed"])
        add_case(session, "open")
        add_member(session, "sealed", who="limei")
        policy.require_unsealed(session, CHEN_JING, "open")
        policy.require_unsealed(session, person("limei", ("R04", EAST_LAKE)), "sealed")
        with pytest.raises(policy.NoSuchCase):
            policy.require_unsealed(session, CHEN_JING, "sealed")


# --- permissions -----------------------------------------------------------------------------

ALLOWED = [
    ("R02", Permission.VISIT_REGISTER, True),
    ("R04", Permission.VISIT_REGISTER, False),
    ("R04", Permission.TASK_REASSIGN, False),
    ("R05", Permission.TASK_REASSIGN, True),
    ("R06", Permission.CASE_SEAL, True),
    ("R05", Permission.CASE_SEAL, True),
    ("R03", Permission.CASE_SEAL, False),
    ("R09", Permission.CASE_SEAL, False),
    # Who reaches a station's or the centre's cases may break the glass; members' roles may not.
    ("R03", Permission.CASE_BREAK_GLASS, True),
    ("R09", Permission.CASE_BREAK_GLASS, True),
    ("R02", Permission.CASE_BREAK_GLASS, False),
    ("R04", Permission.CASE_BREAK_GLASS, False),
    ("R08", Permission.CASE_BREAK_GLASS, False),
    ("R13", Permission.CASE_BREAK_GLASS, False),
    ("R15", Permission.CASE_BREAK_GLASS, False),
    ("R06", Permission.GLASS_REVIEW, True),
    ("R15", Permission.GLASS_REVIEW, True),
    ("R05", Permission.GLASS_REVIEW, False),
    ("R08", Permission.CASE_SEARCH, False),
    ("R11", Permission.CASE_SEARCH, False),
    # The administrator manages people and reads no case; who edits diagrams manages nobody.
    ("R13", Permission.PERSON_MANAGE, True),
    ("R13", Permission.CASE_READ, False),
    ("R13", Permission.CASE_SEARCH, False),
    ("R13", Permission.ACCESS_LOG_READ, False),
    ("R14", Permission.DEFINITION_DEPLOY, True),
    ("R14", Permission.PERSON_MANAGE, False),
    ("R06", Permission.DEFINITION_DEPLOY, False),
    ("R15", Permission.ACCESS_LOG_READ, True),
    ("R06", Permission.ACCESS_LOG_READ, True),
    ("R05", Permission.ACCESS_LOG_READ, False),
    ("R15", Permission.CASE_READ, False),
    ("R16", Permission.CASE_READ, False),
    ("R99", Permission.CASE_READ, False),
]


@pytest.mark.parametrize(("role", "permission", "allowed"), ALLOWED)
def test_a_permission_is_what_the_law_says(
    role: str, permission: Permission, allowed: bool
) -> None:
    actor = person("x", (role, EAST_LAKE))
    assert policy.may(actor, permission) is allowed
    if not allowed:
        with pytest.raises(policy.NotPermitted):
            require(actor, permission)


def test_a_permission_can_be_asked_for_one_unit() -> None:
    here, there = {"unit": EAST_LAKE}, {"unit": SOUTH_GATE}
    assert policy.may(CHEN_JING, Permission.VISIT_REGISTER, **here)
    assert not policy.may(CHEN_JING, Permission.VISIT_REGISTER, **there)


# --- the log ---------------------------------------------------------------------------------


def test_a_reading_is_written_down_with_who_in_which_role_and_why(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        log_reading(session, CHEN_JING, "c", "case", policy.Sensitivity.C4, reason="她要搬家")
        policy.log_refused(session, ZHAO_MIN, "c", "case")
    with database.read() as session:
        read, refused = session.scalars(select(AccessRow).order_by(AccessRow.id)).all()
    assert (read.person_id, read.acting_role, read.case_id, read.sensitivity) == (
        "chenjing", "R06", "c", "C4",
    )  # fmt: skip
    assert (read.allowed, read.reason, read.at) == (True, "她要搬家", now)
    assert (refused.person_id, refused.allowed) == ("zhaomin", False)
