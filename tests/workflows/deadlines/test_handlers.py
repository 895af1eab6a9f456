"""The corridor asks; the station's law answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from engine.database import Database
from engine.instances import DeadlineCall, Deadlines
from tests.workflows.deadlines.moments import at, shown
from tests.workflows.deadlines.rows import LI_MEI
from workflows.deadlines import HouseChange
from workflows.deadlines.handlers import BadStart, StationDeadlines
from workflows.deadlines.models import DeadlineState
from workflows.deadlines.queries import of_case

ANSWERS: Deadlines = StationDeadlines()


def call(
    session: Session, code: str, arguments: Mapping[str, object], node: str = "mediate"
) -> DeadlineCall:
    return DeadlineCall(
        session=session, actor=LI_MEI, tenant="xg", unit="east-lake", business_key="XG-1",
        instance_id="i-1", code=code, anchor="a-1", node=node, start=at("2026-08-05 11:00"),
        arguments=arguments,
    )  # fmt: skip


def test_the_turn_starts_the_clock_unless_the_diagram_names_a_start(database: Database) -> None:
    with database.begin() as session:
        due = ANSWERS.due(call(session, "H05", {}))
        assert (shown(due.effective), due.expires) == ("2026-08-06", at("2026-08-07 00:00"))
        assert [shown(one) for one in due.warnings] == ["2026-08-06 08:30", "2026-08-06 16:36"]


@pytest.mark.parametrize(
    "start",
    ["2026-04-01T10:00", "2026-04-01T02:00:00+00:00", datetime.fromisoformat("2026-04-01T10:00"),
     at("2026-04-01 10:00"), date(2026, 4, 1)],
    ids=["local text", "text in UTC", "local time", "instant", "date"],
)  # fmt: skip
def test_a_start_may_be_named_in_any_form(database: Database, start: object) -> None:
    with database.begin() as session:
        due = ANSWERS.due(call(session, "T08", {"start": start}))
        assert shown(due.effective) == "2026-05-06"


def test_a_start_that_is_no_instant_is_refused(database: Database) -> None:
    with database.begin() as session, pytest.raises(BadStart, match="soon"):
        ANSWERS.due(call(session, "T08", {"start": "soon"}))


def test_a_task_shares_the_deadline_of_its_timer(database: Database) -> None:
    with database.begin() as session:
        timer = ANSWERS.due(call(session, "T14", {"urgent": True}, node="order-overdue"))
        task = ANSWERS.due(call(session, "T14", {"severity": "II"}))
        assert task == timer
        assert of_case(session, "xg", "XG-1")[0].nodes == ["order-overdue", "mediate"]


@pytest.mark.parametrize("anchor", ["a-1", None])
@pytest.mark.parametrize("outcome", [DeadlineState.MET, DeadlineState.CANCELLED])
def test_what_is_over_is_settled(database: Database, anchor: str | None, outcome: str) -> None:
    with database.begin() as session:
        ANSWERS.due(call(session, "H05", {}))
        ANSWERS.settle(session, "xg", "i-1", anchor, at("2026-08-06 09:00"), outcome=outcome)
        row = of_case(session, "xg", "XG-1")[0]
        assert (row.state, row.settled_at) == (outcome, at("2026-08-06 09:00"))


def test_another_activity_runs_on(database: Database) -> None:
    with database.begin() as session:
        ANSWERS.due(call(session, "H05", {}))
        ANSWERS.settle(session, "xg", "i-1", "a-2", at("2026-08-06 09:00"))
        assert of_case(session, "xg", "XG-1")[0].state is DeadlineState.RUNNING


def test_a_station_counts_with_its_own_house_rules(database: Database) -> None:
    def changes(session: Session, tenant: str, unit: str) -> Mapping[str, HouseChange]:
        return {"H05.1": HouseChange(length=3)} if unit == "east-lake" else {}

    with database.begin() as session:
        due = StationDeadlines(changes_of=changes).due(call(session, "H05", {}))
        assert shown(due.effective) == "2026-08-10"
