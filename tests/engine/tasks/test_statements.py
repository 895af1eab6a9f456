"""The price of a verb in statements: a guard against slowness that needs no clock.

Each statement is a round trip on PostgreSQL; a number here may fall, and rises only with a reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import clock, instances, tasks, timers
from engine.database import Database
from engine.models import SubscriptionRow, TaskRow, TaskStatus
from tests.bench.measuring import statements
from tests.engine.instances.permit import LI, TENANT, UNIT, WANG, Notebook, deploy

CALLS = Notebook().calls()


def open_task(database: Database, case: str, *, claimed: bool) -> str:
    """A new permit; the id of its first task."""
    with database.begin() as session:
        instances.start(session, CALLS, WANG, "permit", business_key=case, unit=UNIT)
        query = select(TaskRow.id).where(
            TaskRow.business_key == case, TaskRow.status == TaskStatus.OPEN
        )
        task = session.scalars(query).one()
    if claimed:
        claim(database, task)
    return task


def claim(database: Database, task: str) -> None:
    with database.begin() as session:
        tasks.claim(session, CALLS, LI, task)


def complete(database: Database, task: str) -> None:
    with database.begin() as session:
        tasks.complete(session, CALLS, LI, task, {})


def withdraw(database: Database, task: str) -> None:
    with database.begin() as session:
        instance = session.get_one(TaskRow, (TENANT, task)).instance_id
        act = session.scalars(
            select(SubscriptionRow).where(SubscriptionRow.instance_id == instance)
        ).one()
        tasks.send_act(session, CALLS, LI, act.id, {})


def fire(database: Database, task: str) -> None:
    with clock.frozen(clock.now() + timedelta(hours=3)):
        assert timers.fire_next(database, CALLS) == timers.Fired.FIRED


@pytest.mark.parametrize(
    ("verb", "claimed", "most"),
    [
        # One of them asks whether the task rests, is delegated or waits for signatures.
        pytest.param(complete, True, 12, id="complete a task"),
        pytest.param(claim, False, 6, id="claim a task"),
        pytest.param(withdraw, True, 12, id="find and press a button"),
        pytest.param(fire, True, 9, id="fire a timer"),
    ],
)
def test_a_verb_takes_no_more_statements_than_it_did(
    database: Database, verb: Callable[[Database, str], None], *, claimed: bool, most: int
) -> None:
    with database.begin() as session:
        deploy(session)
    verb(database, open_task(database, "first", claimed=claimed))
    task = open_task(database, "second", claimed=claimed)
    with statements(database) as sent:
        verb(database, task)
    # PostgreSQL also locks the case.
    assert 0 < len(sent) <= most + (not database.is_sqlite), "\n".join(sent)
