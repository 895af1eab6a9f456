"""A message from outside counts once, waits a while for somebody to await it, then is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from engine import clock, instances, messages
from engine.commands import KeyReused
from engine.database import Database
from engine.definitions import retire, versions
from engine.instances import Calls, Delivered
from engine.instances.deliver import TIME_TO_LIVE
from engine.models import DefinitionKind, InstanceRow, InstanceStatus, MessageRow
from tests.engine.instances.permit import CASE, LI, TENANT, UNIT, Notebook, deploy


@pytest.fixture
def calls(database: Database, now: datetime) -> Calls:
    with database.begin() as session:
        deploy(session)
    return Notebook().calls()


def send(
    database: Database, calls: Calls, message: str = "PermitDecided", *, key: str = "k",
    correlation: str = CASE,
) -> Delivered:  # fmt: skip
    with database.begin() as session:
        return messages.receive(
            session, calls, LI, message, correlation=correlation, unit=UNIT, key=key,
            payload={"note": "孙小菲"},
        )  # fmt: skip


def wait(database: Database, calls: Calls, case: str = CASE) -> None:
    with database.begin() as session:
        instances.start(session, calls, LI, "waiter", business_key=case, unit=UNIT)


def ended(database: Database) -> int:
    with database.read() as session:
        query = select(InstanceRow).where(InstanceRow.status == InstanceStatus.ENDED)
        return len(session.scalars(query).all())


def kept(database: Database) -> int:
    with database.read() as session:
        return len(session.scalars(select(MessageRow)).all())


def test_a_message_reaches_the_one_who_waits_for_its_case(database: Database, calls: Calls) -> None:
    wait(database, calls, "other")
    wait(database, calls)
    assert send(database, calls) == Delivered.RECEIVED
    assert (ended(database), kept(database)) == (1, 0)


def test_the_same_key_again_answers_the_same_and_wakes_nobody_else(
    database: Database, calls: Calls
) -> None:
    wait(database, calls)
    wait(database, calls)
    assert send(database, calls) == send(database, calls) == Delivered.RECEIVED
    assert ended(database) == 1
    assert send(database, calls, key="k2") == Delivered.RECEIVED
    assert ended(database) == 2


def test_a_key_of_one_message_is_no_key_of_another(database: Database, calls: Calls) -> None:
    send(database, calls)
    with pytest.raises(KeyReused):
        send(database, calls, "PermitAsked")


def test_a_message_that_nobody_awaits_is_kept_unreadable_and_found_by_the_late_one(
    database: Database, calls: Calls
) -> None:
    assert send(database, calls) == Delivered.KEPT
    with database.read() as session:
        stored = session.execute(text("select payload from message")).scalar_one()
    assert "孙小菲".encode() not in bytes(stored)
    wait(database, calls)
    assert (ended(database), kept(database)) == (1, 0)


def test_a_kept_message_is_given_to_one_and_not_to_a_case_it_is_not_about(
    database: Database, calls: Calls
) -> None:
    send(database, calls)
    wait(database, calls, "other")
    assert (ended(database), kept(database)) == (0, 1)
    wait(database, calls)
    wait(database, calls)
    assert (ended(database), kept(database)) == (1, 0)


@pytest.mark.parametrize(
    ("after", "found"),
    [(TIME_TO_LIVE - timedelta(seconds=1), 1), (TIME_TO_LIVE, 0)],
    ids=["just in time", "too late"],
)
def test_a_kept_message_lives_for_its_time(
    database: Database, calls: Calls, now: datetime, after: timedelta, found: int
) -> None:
    send(database, calls)
    clock.travel_to(now + after)
    wait(database, calls)
    assert ended(database) == found


def test_expired_messages_are_swept(database: Database, calls: Calls, now: datetime) -> None:
    send(database, calls)
    for moment, left in ((TIME_TO_LIVE, 1), (TIME_TO_LIVE + timedelta(seconds=1), 0)):
        clock.travel_to(now + moment)
        with database.begin() as session:
            messages.forget_expired(session)
        assert kept(database) == left


def test_a_retired_version_is_started_by_no_message(database: Database, calls: Calls) -> None:
    with database.begin() as session:
        retire(versions(session, TENANT, DefinitionKind.PROCESS, "permit")[0])
    assert send(database, calls, "PermitAsked") == Delivered.KEPT


def test_a_message_of_another_centre_wakes_nobody_here(database: Database, calls: Calls) -> None:
    wait(database, calls)
    stranger = LI.__class__(tenant="another", id="li", name="Li", role="R02")
    with database.begin() as session:
        outcome = messages.receive(
            session, calls, stranger, "PermitDecided", correlation=CASE, unit=UNIT, key="k"
        )
    assert (outcome, ended(database)) == (Delivered.KEPT, 0)
