from __future__ import annotations

from datetime import date

from engine.actors import house
from engine.database import Database
from tests.workflows.deadlines.moments import at, shown
from tests.workflows.deadlines.rows import LI_MEI, started, told
from workflows.codes import Wording
from workflows.deadlines.holidays import enter_year, recompute_after_calendar_change
from workflows.deadlines.queries import calendar_for
from workflows.deadlines.starting import meet
from workflows.deadlines.years import HolidayYear

NEXT_YEAR = HolidayYear(
    year=2027,
    source=Wording(zh="2027 年通知", en="Notice for 2027"),
    holidays=frozenset({date(2027, 1, 1), date(2027, 1, 4)}),
    makeup_days=frozenset({date(2027, 1, 10)}),
)


def test_an_entered_year_moves_open_deadlines_and_says_why(database: Database) -> None:
    with database.begin() as session:
        reaching = started(session, "H15", "2026-12-28 09:00", anchor="a-1")
        within = started(session, "H05", "2026-12-28 09:00", anchor="a-2")
        running = started(session, "H02", "2026-12-31 23:50", anchor="a-3")
        done = started(session, "H15", "2026-12-28 09:00", anchor="a-4")
        meet(done, at=at("2026-12-29 09:00"))
        assert (shown(reaching.effective), reaching.provisional) == ("2027-01-18", True)

        enter_year(session, LI_MEI, NEXT_YEAR, at=at("2026-12-30 09:00"))
        moved = recompute_after_calendar_change(session, LI_MEI, reason="2027 年节假日")

        assert [one.deadline_id for one in moved] == [reaching.id]
        assert moved[0].expires == at("2027-01-20 00:00")
        assert (shown(reaching.effective), reaching.provisional) == ("2027-01-19", False)
        assert shown(within.effective) == "2026-12-29"
        assert shown(running.effective) == "2027-01-01 00:20"
        assert done.provisional
        assert told(session) == [("deadline:recounted", "2027 年节假日")]


def test_a_replaced_year_counts_and_a_second_time_changes_nothing(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "H15", "2026-12-28 09:00")
        enter_year(session, LI_MEI, NEXT_YEAR, at=at("2026-12-30 09:00"))
        shorter = HolidayYear(
            year=2027, source=NEXT_YEAR.source, holidays=frozenset({date(2027, 1, 1)}),
            makeup_days=frozenset(),
        )  # fmt: skip
        enter_year(session, LI_MEI, shorter, at=at("2026-12-30 10:00"))
        assert len(recompute_after_calendar_change(session, LI_MEI, reason="更正")) == 1
        assert shown(row.effective) == "2027-01-19"
        assert recompute_after_calendar_change(session, LI_MEI, reason="更正") == []


def test_a_tenant_counts_with_its_own_years(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "H15", "2026-12-28 09:00")
        other = house("ez")
        enter_year(session, other, NEXT_YEAR, at=at("2026-12-30 09:00"))
        assert recompute_after_calendar_change(session, LI_MEI, reason="") == []
        assert row.provisional
        assert not calendar_for(session, "ez").is_working(date(2027, 1, 4))
        assert calendar_for(session, "xg").is_working(date(2027, 1, 4))
