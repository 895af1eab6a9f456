"""A timer row that was lost or bent is made again from the state, and a supervisor hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from engine import clock, instances, timers
from engine.database import Database
from engine.models import FailureRow, InstanceRow, TimerRow, TimerState
from engine.reconciling import reconcile
from tests.engine.instances.permit import LI, UNIT, Notebook, deploy

TWO_HOURS = timedelta(hours=2)


def start(database: Database, book: Notebook, *cases: str) -> None:
    with database.begin() as session:
        deploy(session)
        for case in cases:
            instances.start(session, book.calls(), LI, "permit", business_key=case, unit=UNIT)


def told(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(row.kind, row.error) for row in session.scalars(select(FailureRow))]


def test_a_sound_house_is_left_alone(database: Database, now: datetime) -> None:
    start(database, Notebook(), "one", "two")
    assert reconcile(database) == 0
    assert told(database) == []


def test_a_deleted_row_is_armed_again_said_aloud_and_fires(
    database: Database, now: datetime
) -> None:
    book = Notebook()
    start(database, book, "one")
    with database.begin() as session:
        session.execute(delete(TimerRow))
    assert reconcile(database) == 1
    assert told(database) == [("timer-rearmed", "row-missing")]
    assert reconcile(database) == 0
    clock.travel_to(now + TWO_HOURS)
    assert timers.fire_due(database, book.calls()) == 1
    assert book.lines == ["asked", "late"]


@pytest.mark.parametrize(
    "bend",
    [
        {"state": TimerState.CANCELLED},
        {"state": TimerState.FIRED},
        {"due_at": datetime.fromisoformat("2030-01-01T00:00:00+00:00")},
    ],
    ids=["cancelled by hand", "marked as fired", "moved by hand"],
)
def test_a_bent_row_is_put_right(
    database: Database, now: datetime, bend: dict[str, object]
) -> None:
    start(database, Notebook(), "one")
    with database.begin() as session:
        session.execute(update(TimerRow).values(**bend))
    assert reconcile(database) == 1
    with database.read() as session:
        armed = select(TimerRow.due_at).where(TimerRow.state == TimerState.ARMED)
        assert session.scalars(armed).all() == [now + TWO_HOURS]


def test_every_instance_is_looked_at_however_many_there_are(
    database: Database, now: datetime
) -> None:
    start(database, Notebook(), *(f"case-{number}" for number in range(7)))
    with database.begin() as session:
        session.execute(delete(TimerRow))
    assert reconcile(database, page=3) == 7


def test_a_state_that_cannot_be_read_is_one_failure_and_stops_nobody(
    database: Database, now: datetime
) -> None:
    start(database, Notebook(), "broken", "sound")
    with database.begin() as session:
        session.execute(delete(TimerRow))
        broken = InstanceRow.business_key == "broken"
        session.execute(update(InstanceRow).where(broken).values(state=b"?"))
    assert reconcile(database) == 2
    assert reconcile(database) == 0
    assert sorted(told(database)) == [
        ("state-unreadable", "state-unreadable"), ("timer-rearmed", "row-missing"),
    ]  # fmt: skip


def test_instances_that_are_over_are_not_asked(database: Database, now: datetime) -> None:
    book = Notebook()
    start(database, book, "one")
    with database.begin() as session:
        instance = session.scalars(select(InstanceRow.id)).one()
        instances.stop(session, book.calls(), LI, instance, "over")
        session.execute(delete(TimerRow))
    assert reconcile(database) == 0
