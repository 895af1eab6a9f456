"""A sealed case exists for its circle; the circle is kept by hand and never left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, history
from engine.errors import NotFound, Refusal
from tests.conftest import MONDAY_MORNING
from tests.house import House
from tests.web.reception import Reception, receive
from workflows.access import AccessRow, policy
from workflows.access.models import MemberRow
from workflows.access.policy import NoSuchCase, NotPermitted
from workflows.cases import glass, sealing, work
from workflows.cases.queries import ReasonTooShort
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.notifications import NoticeRow, unread
from workflows.people.administrators import CENTRE_UNIT, give_post
from workflows.people.directory import posts_of
from workflows.people.signing_in import add_person

WHY = "涉及本站人员的亲属"


@pytest.fixture
def visit(house: House, now: object) -> Reception:
    """A visit that waits in the pool of the triage officers; 刘燕 received it."""
    return receive(house.runtime).until("decide-route")


def write(house: House, verb: Callable[..., object], who: str, *rest: str) -> object:
    with house.database.begin() as session:
        return verb(session, house.actor(who), *rest)


def sees(house: House, who: str, case_id: str) -> bool:
    with house.database.read() as session:
        return policy.reaches(session, house.actor(who), case_id)


def member(session: Session, case_id: str, person_id: str) -> str:
    rows = sealing.circle(session, TENANT, case_id)
    return next(row.id for row in rows if row.person_id == person_id)


def leave(house: House, who: str, keeper: str, case_id: str) -> None:
    with house.database.begin() as session:
        row = member(session, case_id, house.people[who])
        sealing.let_go(session, house.actor(keeper), case_id, row)


def test_who_seals_a_case_stays_in_and_others_are_out(house: House, visit: Reception) -> None:
    assert sees(house, "hetao", visit.case_id)
    write(house, sealing.seal, "chenjing", visit.case_id, WHY)
    seen = {who: sees(house, who, visit.case_id)
            for who in ("chenjing", "liuyan", "hetao", "gaohong", "zhaomin")}  # fmt: skip
    assert seen == {"chenjing": True, "liuyan": True, "hetao": False, "gaohong": False,
                    "zhaomin": False}  # fmt: skip
    with house.database.read() as session:
        told = [row for row in history.of_stream(session, TENANT, visit.case_id)
                if row.tag == "case:sealed"]  # fmt: skip
    assert [row.detail for row in told] == [{"reason": WHY}]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("liuyan", NotPermitted), ("hetao", NotPermitted), ("gaohong", NotPermitted),
     ("zhaomin", NoSuchCase), ("zhoulan", NoSuchCase), ("police", NoSuchCase)],
)  # fmt: skip
def test_nobody_else_may_seal(
    house: House, visit: Reception, who: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        write(house, sealing.seal, who, visit.case_id, WHY)
    assert sees(house, "hetao", visit.case_id)


def test_a_seal_needs_a_reason_and_is_set_once(house: House, visit: Reception) -> None:
    with pytest.raises(ReasonTooShort):
        write(house, sealing.seal, "chenjing", visit.case_id, " 密 ")
    with house.database.begin() as session:
        for _ in range(2):
            sealing.seal(session, house.actor("chenjing"), visit.case_id, WHY, key="once")
    with pytest.raises(sealing.AlreadySealed):
        write(house, sealing.seal, "chenjing", visit.case_id, WHY)


def test_the_circle_takes_in_and_lets_go(house: House, visit: Reception) -> None:
    write(house, sealing.seal, "chenjing", visit.case_id, WHY)
    he = house.people["hetao"]
    for _ in range(2):
        write(house, sealing.let_in, "chenjing", visit.case_id, he)
    assert sees(house, "hetao", visit.case_id)
    visit.claim("decide-route", "hetao")
    with pytest.raises(sealing.StillAtWork):
        leave(house, "hetao", "chenjing", visit.case_id)
    with house.database.begin() as session:
        task = visit.task("decide-route")
        work.release(session, house.calls, house.actor("hetao"), task.id, "要出差")
    write(house, sealing.let_in, "chenjing", visit.case_id, he)
    leave(house, "hetao", "chenjing", visit.case_id)
    assert not sees(house, "hetao", visit.case_id)
    with house.database.read() as session:
        tags = [row.tag for row in history.of_stream(session, TENANT, visit.case_id)]
    assert tags.count("circle:left") == 1


def test_a_task_that_nobody_inside_can_take_is_named(house: House, visit: Reception) -> None:
    write(house, sealing.seal, "chenjing", visit.case_id, WHY)

    def waiting() -> list[str]:
        with house.database.read() as session:
            return [row.node for row in sealing.without_hands(session, visit.case())]

    assert waiting() == [], "the head is a triage officer as well"
    with house.database.begin() as session:
        for post in posts_of(session, TENANT, house.people["chenjing"], clock.now()):
            if post.role == "R03":
                post.until = clock.now()
    assert waiting() == ["decide-route"]
    write(house, sealing.let_in, "chenjing", visit.case_id, house.people["hetao"])
    assert waiting() == []


def test_the_last_who_keeps_the_circle_stays(house: House, visit: Reception) -> None:
    write(house, sealing.seal, "chenjing", visit.case_id, WHY)
    with pytest.raises(sealing.LastKeeper):
        leave(house, "chenjing", "chenjing", visit.case_id)
    assert sees(house, "chenjing", visit.case_id)


def test_who_could_not_read_it_gains_nothing_in_the_circle(house: House, visit: Reception) -> None:
    write(house, sealing.seal, "chenjing", visit.case_id, WHY)
    for who in ("zhoulan", "fanglei"):
        with pytest.raises(sealing.NotForTheCircle):
            write(house, sealing.let_in, "chenjing", visit.case_id, house.people[who])
    with pytest.raises(NotPermitted):
        write(house, sealing.let_in, "liuyan", visit.case_id, house.people["hetao"])
    with pytest.raises(NoSuchCase):
        write(house, sealing.let_in, "hetao", visit.case_id, house.people["hetao"])


def test_an_open_case_has_no_circle_to_keep(house: House, visit: Reception) -> None:
    with pytest.raises(sealing.NotSealed):
        write(house, sealing.let_in, "chenjing", visit.case_id, house.people["hetao"])


@pytest.fixture
def sealed(house: House, visit: Reception) -> Reception:
    write(house, sealing.seal, "chenjing", visit.case_id, WHY)
    return visit


@pytest.mark.parametrize("who", ["hetao", "gaohong"])
def test_who_has_it_in_scope_opens_it_for_a_day(house: House, sealed: Reception, who: str) -> None:
    number = str(sealed.case().number)
    assert write(house, glass.break_glass, who, f" {number.lower()} ", WHY) == sealed.case_id
    assert sees(house, who, sealed.case_id)
    clock.travel_to(MONDAY_MORNING + glass.OPEN_FOR)
    assert not sees(house, who, sealed.case_id)


@pytest.mark.parametrize(
    "who", ["zhaomin", "limei", "wangqiang", "zhoulan", "fanglei", "sunwei", "police", "xulaw"]
)
def test_for_a_stranger_the_case_never_was(house: House, sealed: Reception, who: str) -> None:
    for named in (sealed.case_id, str(sealed.case().number), "XG-DH-2026-9999"):
        with pytest.raises(NoSuchCase) as refused:
            write(house, glass.break_glass, who, named, WHY)
        assert isinstance(refused.value, NotFound)
    assert not sees(house, who, sealed.case_id)
    with house.database.read() as session:
        rows = session.scalars(select(MemberRow).where(MemberRow.basis == "break-glass")).all()
        assert rows == []
        assert (
            session.scalars(select(NoticeRow).where(NoticeRow.template == "glass-broken")).all()
            == []
        )


def test_it_takes_a_reason(house: House, sealed: Reception) -> None:
    with pytest.raises(ReasonTooShort):
        write(house, glass.break_glass, "hetao", sealed.case_id, "急")
    assert not sees(house, "hetao", sealed.case_id)


def test_an_open_case_needs_no_glass(house: House, visit: Reception) -> None:
    assert write(house, glass.break_glass, "hetao", visit.case_id, WHY) == visit.case_id
    with house.database.read() as session:
        assert session.scalars(select(AccessRow)).all() == []


def test_the_head_and_the_auditor_are_told_at_once(house: House, sealed: Reception) -> None:
    with house.database.begin() as session:
        person = add_person(
            session, TENANT, username="audit", name="审计员", password="long-enough"
        )
        give_post(session, TENANT, person.id, "R15", CENTRE_UNIT)
        house.people["audit"] = person.id  # type: ignore[index]
    write(house, glass.break_glass, "hetao", sealed.case_id, WHY)
    for who in ("chenjing", "audit"):
        with house.database.read() as session:
            told = unread(session, house.actor(who))
            assert [row.template for row in told] == ["glass-broken"], who
            (seen,) = glass.openings(session, house.actor(who))
            assert (seen.row.person_name, seen.row.reason) == ("何涛", WHY)
            assert seen.case is not None
    with house.database.read() as session:
        assert glass.openings(session, house.actor("zhaomin")) == []


def test_broken_glass_lends_reading_and_no_work(house: House, sealed: Reception) -> None:
    write(house, glass.break_glass, "hetao", sealed.case_id, WHY)
    with pytest.raises(NoSuchCase):
        sealed.claim("decide-route", "hetao")
    with house.database.read() as session:
        assert policy.is_outside(session, house.actor("hetao"), sealed.case_id)


def test_every_page_read_through_it_is_counted(house: House, sealed: Reception) -> None:
    write(house, glass.break_glass, "hetao", sealed.case_id, WHY)
    write(house, glass.note_reading, "hetao", sealed.case_id, "case")
    write(house, glass.note_reading, "hetao", sealed.case_id, "form")
    with house.database.read() as session:
        (seen,) = glass.openings(session, house.actor("chenjing"))
        assert seen.reads == 2
        assert glass.open_until(session, house.actor("hetao"), sealed.case_id) == seen.until
        assert glass.open_until(session, house.actor("liuyan"), sealed.case_id) is None


def test_who_is_tied_to_a_party_opens_nothing(house: House, now: object) -> None:
    visit = receive(house.runtime).until("decide-route", name="何涛")
    write(house, sealing.seal, "chenjing", visit.case_id, WHY)
    with pytest.raises(NoSuchCase):
        write(house, glass.break_glass, "hetao", visit.case_id, WHY)


def test_a_seal_at_one_station_is_none_of_the_others(house: House, sealed: Reception) -> None:
    with house.database.begin() as session:
        give_post(session, TENANT, house.people["zhaomin"], "R05", EAST_LAKE)
    assert write(house, glass.break_glass, "zhaomin", sealed.case_id, WHY) == sealed.case_id
