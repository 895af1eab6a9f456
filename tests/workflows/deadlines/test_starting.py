from __future__ import annotations

import pytest
from sqlalchemy import func, select

from engine.calendars import CalendarKind
from engine.database import Database
from tests.workflows.deadlines.moments import at, shown
from tests.workflows.deadlines.rows import CALENDAR, asks, started
from workflows.deadlines import UnknownDeadline
from workflows.deadlines.models import DeadlineRow, DeadlineState
from workflows.deadlines.queries import NoSuchDeadline, find, get, of_case, open_of, reckoning_of
from workflows.deadlines.starting import cancel, meet, start_deadline


def test_a_row_keeps_what_the_deadline_is(database: Database) -> None:
    with database.begin() as session:
        started(session, "T14", "2026-05-03 15:00", facts={"urgent": True, "name": "孙"})
    with database.read() as session:
        row = session.scalars(select(DeadlineRow)).one()
        assert (row.code, row.rule, row.facts) == ("T14", "T14.urgent", {"urgent": "True"})
        assert row.basis_zh == "《反家庭暴力法》第28条"
        assert "值班领导" in row.at_end_zh
        assert row.calendar is CalendarKind.CLOCK
        assert row.effective == row.expires == at("2026-05-04 15:00")
        assert row.warnings[0] == "2026-05-03T19:00:00+00:00"
        assert row.state is DeadlineState.RUNNING


def test_asking_again_finds_the_same_row_and_adds_the_node(database: Database) -> None:
    with database.begin() as session:
        first = started(session, "T08", "2026-04-01 10:00")
        again = started(session, "T08", "2026-04-20 10:00", node="warn-before-end")
        assert again is first
        assert again.nodes == ["mediate", "warn-before-end"]
        assert shown(again.effective) == "2026-05-06"
        assert session.scalar(select(func.count()).select_from(DeadlineRow)) == 1


@pytest.mark.parametrize(
    "other",
    [{"anchor": "a-2"}, {"instance_id": "i-2"}, {"code": "H05"}],
    ids=["activity", "instance", "code"],
)
def test_another_activity_has_a_deadline_of_its_own(
    database: Database, other: dict[str, str]
) -> None:
    with database.begin() as session:
        one = start_deadline(session, "xg", asks(), calendar=CALENDAR)
        two = start_deadline(session, "xg", asks(**other), calendar=CALENDAR)
        assert one is not two


def test_another_tenant_sees_nothing(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "T08", "2026-04-01 10:00")
        assert find(session, "ez", "i-1", "T08", "a-1") is None
        assert of_case(session, "ez", row.business_key) == []
        with pytest.raises(NoSuchDeadline):
            get(session, "ez", row.id)
        assert get(session, "xg", row.id) is row


def test_an_unknown_code_writes_nothing(database: Database) -> None:
    with database.begin() as session:
        with pytest.raises(UnknownDeadline):
            started(session, "T99", "2026-04-01 10:00")
        assert session.scalars(select(DeadlineRow)).all() == []


def test_a_row_counts_again_to_the_same_dates(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "H15", "2026-07-14 09:00")
        counted = reckoning_of(row, CALENDAR)
        assert (counted.nominal, counted.effective) == (row.nominal, row.effective)
        assert [one.isoformat() for one in counted.warnings] == row.warnings


@pytest.mark.parametrize(
    ("done", "in_time"), [("2026-08-06 23:59:59", True), ("2026-08-07 00:00", False)]
)
def test_what_is_done_in_time_is_met_in_time(database: Database, done: str, in_time: bool) -> None:
    with database.begin() as session:
        row = started(session, "H05", "2026-08-05 11:00")
        assert meet(row, at=at(done)) is in_time
        assert (row.state, row.settled_at) == (DeadlineState.MET, at(done))
        assert open_of(session, "xg", "i-1") == []


def test_what_is_settled_stays_settled(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "H05", "2026-08-05 11:00")
        meet(row, at=at("2026-08-05 14:00"))
        cancel(row, at=at("2026-08-05 15:00"))
        assert meet(row, at=at("2026-08-09 15:00"))
        assert (row.state, row.settled_at) == (DeadlineState.MET, at("2026-08-05 14:00"))


def test_an_interrupted_deadline_is_neither_met_nor_missed(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "T08", "2026-06-10 09:00")
        cancel(row, at=at("2026-06-24 15:10"))
        assert row.state is DeadlineState.CANCELLED


def test_deadlines_of_a_case_come_by_their_end(database: Database) -> None:
    with database.begin() as session:
        started(session, "T08", "2026-04-01 10:00")
        started(session, "H05", "2026-04-01 10:05", anchor="a-2")
        rows = of_case(session, "xg", "XG-DH-2026-0398")
        assert [row.code for row in rows] == ["H05", "T08"]
