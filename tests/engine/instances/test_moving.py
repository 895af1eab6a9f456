"""A supervisor's hand on a running case: every move is a step with a reason, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine import history, instances
from engine.database import Database
from engine.errors import ReasonMissing
from engine.models import InstanceRow, TaskRow, TaskStatus, TimerRow, TimerState
from tests.engine.instances.permit import CASE, LI, TENANT, UNIT, Notebook, deploy


@pytest.fixture
def instance(database: Database, now: object) -> str:
    """A permit that waits to be checked."""
    with database.begin() as session:
        deploy(session)
        calls = Notebook().calls()
        return instances.start(session, calls, LI, "permit", business_key=CASE, unit=UNIT)


def only_task(database: Database) -> TaskRow:
    with database.read() as session:
        return session.scalars(select(TaskRow).where(TaskRow.status == TaskStatus.OPEN)).one()


def move(database: Database, instance: str, target: str, reason: str) -> None:
    token = only_task(database).token
    with database.begin() as session:
        instances.move_token(
            session, Notebook().calls(), LI, instance, token=token, target=target, reason=reason
        )


def tags(database: Database) -> list[str]:
    with database.read() as session:
        return [fact.tag for fact in history.of_stream(session, TENANT, CASE)]


def test_a_token_goes_forward_and_back_with_its_rows(database: Database, instance: str) -> None:
    move(database, instance, "decide", "the check was done on paper")
    assert only_task(database).node == "decide"
    with database.read() as session:
        assert session.scalars(select(TimerRow.state)).all() == [TimerState.CANCELLED]
    move(database, instance, "check", "the paper was of another case")
    assert only_task(database).node == "check"
    with database.read() as session:
        states = sorted(session.scalars(select(TimerRow.state)))
        assert states == [TimerState.ARMED, TimerState.CANCELLED]
    assert tags(database).count("instance:moved") == 2


def test_a_reason_is_needed_and_nothing_is_written_without(
    database: Database, instance: str
) -> None:
    with pytest.raises(ReasonMissing):
        move(database, instance, "decide", "  ")
    assert only_task(database).node == "check"
    assert "instance:moved" not in tags(database)


def test_a_wrong_value_is_set_right(database: Database, instance: str) -> None:
    with database.begin() as session:
        instances.amend_data(
            session, Notebook().calls(), LI, instance,
            values={"floor": 3}, reason="typed into the wrong field",
        )  # fmt: skip
    with database.read() as session:
        assert session.scalars(select(InstanceRow.facts)).one()["floor"] == 3
    assert "instance:amended" in tags(database)
