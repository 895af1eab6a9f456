"""Open pages hear of a change after it is true, and of no more than that it happened."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import inspect

from engine import clock, signals
from engine.database import Database
from engine.models import SignalRow


def heard(database: Database, since: datetime) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(row.tenant, row.topic) for row in signals.since(session, since)]


def test_nothing_is_heard_before_the_commit_and_nothing_after_a_roll_back(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        signals.announce(session, "xg", "east-lake", "inbox", "case:c")
        session.flush()
        assert heard(database, now) == []
    assert heard(database, now) == [("xg", "inbox"), ("xg", "case:c")]
    with pytest.raises(ZeroDivisionError), database.begin() as session:
        raise ZeroDivisionError(signals.announce(session, "xg", "east-lake", "lost"))
    assert len(heard(database, now)) == 2


def test_a_signal_whose_commit_came_late_is_still_heard(database: Database, now: datetime) -> None:
    with database.begin() as session:
        signals.announce(session, "xg", "east-lake", "inbox")
    assert heard(database, now + signals.OVERLAP) == [("xg", "inbox")]
    assert heard(database, now + signals.OVERLAP + timedelta(seconds=1)) == []


def test_old_signals_are_swept_and_fresh_ones_stay(database: Database, now: datetime) -> None:
    for minutes in (0, 9):
        clock.travel_to(now + timedelta(minutes=minutes))
        with database.begin() as session:
            signals.announce(session, "xg", "east-lake", f"at-{minutes}")
    clock.travel_to(now + timedelta(minutes=11))
    with database.begin() as session:
        signals.sweep(session)
    assert heard(database, now) == [("xg", "at-9")]


def test_a_signal_has_no_room_for_content() -> None:
    assert {column.key for column in inspect(SignalRow).columns} == {
        "tenant", "id", "unit", "topic", "at",
    }  # fmt: skip
