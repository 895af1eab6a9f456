from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from engine import clock
from engine.database import Database
from engine.models import TaskRow, TaskStatus
from tests.workflows.deadlines.moments import at, shown
from tests.workflows.deadlines.rows import CALENDAR, LI_MEI, started, told
from workflows.deadlines import ExtensionRefused, NotPausable
from workflows.deadlines.models import DeadlineRow, DeadlineState
from workflows.deadlines.moving import DeadlineOver, extend, pause, restart, resume
from workflows.deadlines.starting import cancel


def task(due_code: str, anchor: str = "a-1") -> TaskRow:
    return TaskRow(
        tenant="xg", unit="east-lake", instance_id="i-1", business_key="XG-DH-2026-0398",
        process="joint-mediation", node="mediate", token="t-1", anchor=anchor, name="调解",
        candidate_group="R04@east-lake", opened_at=clock.now(), due_code=due_code,
        status=TaskStatus.OPEN,
    )  # fmt: skip


def test_an_extension_moves_row_task_and_timers(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "T08", "2026-04-01 10:00")
        shown_with, beside = task("T08"), task("H05")
        beside.token = "t-2"
        session.add_all([shown_with, beside])
        session.flush()
        rearming = extend(
            session, LI_MEI, row, days=30, asked_at=at("2026-04-24 09:00"),
            reason="双方同意", calendar=CALENDAR,
        )  # fmt: skip
        session.expire_all()
        assert (shown(row.nominal), shown(row.effective)) == ("2026-05-31", "2026-06-01")
        assert rearming.expires == row.expires == at("2026-06-02 00:00")
        assert (rearming.anchor, rearming.nodes) == ("a-1", ("mediate",))
        assert [shown(one)[:10] for one in rearming.warnings] == [
            "2026-04-16", "2026-05-24", "2026-05-28", "2026-05-30",
        ]  # fmt: skip
        assert shown_with.due_at == row.effective
        assert beside.due_at is None
        assert told(session) == [("deadline:extended", "双方同意")]


def test_a_third_extension_is_refused_and_changes_nothing(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "T08", "2026-04-01 10:00")
        for _ in range(2):
            extend(
                session, LI_MEI, row, days=10, asked_at=at("2026-04-24 09:00"), reason="",
                calendar=CALENDAR,
            )  # fmt: skip
        before = (row.effective, list(row.extensions))
        with pytest.raises(ExtensionRefused, match="2 times already"):
            extend(
                session, LI_MEI, row, days=10, asked_at=at("2026-04-24 09:00"), reason="",
                calendar=CALENDAR,
            )  # fmt: skip
        assert (row.effective, row.extensions) == before


def test_an_extension_after_the_due_date_is_refused(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "T08", "2026-04-01 10:00")
        with pytest.raises(ExtensionRefused, match="after the due date"):
            extend(
                session, LI_MEI, row, days=10, asked_at=at("2026-05-07 00:00"), reason="",
                calendar=CALENDAR,
            )  # fmt: skip


def test_a_pause_disarms_and_resuming_moves_by_the_days_it_stood(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "H09", "2026-03-30 09:20")
        stopped = pause(
            session, LI_MEI, row, because="hospital", at=at("2026-03-31 10:00"), reason="住院"
        )
        assert (stopped.expires, stopped.warnings) == (None, ())
        assert row.state is DeadlineState.PAUSED
        running = resume(session, LI_MEI, row, at=at("2026-04-02 10:00"), calendar=CALENDAR)
        assert shown(row.effective) == "2026-04-07"
        assert running.expires == at("2026-04-08 00:00")
        assert told(session) == [("deadline:paused", "住院"), ("deadline:resumed", None)]


def test_two_pauses_add_up(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "H04.ordinary", "2026-06-01 09:00")
        for since, until in [
            ("2026-06-02 09:00", "2026-06-03 09:00"),
            ("2026-06-04 09:00", "2026-06-06 09:00"),
        ]:
            pause(session, LI_MEI, row, because="agreed", at=at(since))
            resume(session, LI_MEI, row, at=at(until), calendar=CALENDAR)
        assert shown(row.effective) == "2026-06-11"


@pytest.mark.parametrize(
    ("code", "because", "when", "refusal"),
    [
        ("T08", "hospital", "2026-04-02 09:00", NotPausable),
        ("H09", "hearing", "2026-04-02 09:00", NotPausable),
        ("H09", "hospital", "2026-04-09 09:00", DeadlineOver),
    ],
)
def test_a_pause_outside_its_rule_is_refused(
    database: Database, code: str, because: str, when: str, refusal: type[Exception]
) -> None:
    with database.begin() as session:
        row = started(session, code, "2026-04-01 10:00")
        with pytest.raises(refusal):
            pause(session, LI_MEI, row, because=because, at=at(when))
        assert row.pauses == []


def test_what_runs_cannot_be_resumed(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "H09", "2026-04-01 10:00")
        with pytest.raises(DeadlineOver, match="paused"):
            resume(session, LI_MEI, row, at=at("2026-04-02 09:00"), calendar=CALENDAR)


def test_a_corrected_start_counts_again_with_the_reason(database: Database) -> None:
    with database.begin() as session:
        row = started(session, "T08", "2026-04-01 10:00")
        rearming = restart(
            session, LI_MEI, row, start=at("2026-03-30 10:00"), reason="纸质补录",
            calendar=CALENDAR,
        )  # fmt: skip
        assert (row.start, shown(row.effective)) == (at("2026-03-30 10:00"), "2026-04-30")
        assert rearming.expires == at("2026-05-01 00:00")
        assert told(session) == [("deadline:restarted", "纸质补录")]


MOMENT = at("2026-04-03 10:00")
VERBS: dict[str, Callable[[Session, DeadlineRow], object]] = {
    "extend": lambda session, row: extend(
        session, LI_MEI, row, days=1, asked_at=MOMENT, reason="", calendar=CALENDAR
    ),
    "pause": lambda session, row: pause(session, LI_MEI, row, because="agreed", at=MOMENT),
    "restart": lambda session, row: restart(
        session, LI_MEI, row, start=MOMENT, reason="", calendar=CALENDAR
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_cancelled_deadline_moves_no_more(database: Database, verb: str) -> None:
    with database.begin() as session:
        row = started(session, "T08", "2026-04-01 10:00")
        cancel(row, at=at("2026-04-02 10:00"))
        with pytest.raises(DeadlineOver, match="cancelled"):
            VERBS[verb](session, row)
