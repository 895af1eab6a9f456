"""Receivers that are dead, slow, broken or late get everything in the end, in order, by one key.

Nothing is lost or doubled for a receiver that minds the key. A fixed sample plays in the suite, and
many more notices in `./sanlian faults`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine import outbox
from engine.database import Database
from engine.models import OutboxState
from tests.workflows.notifications.station import Station, station_in


@pytest.fixture
def station(database: Database, now: datetime, tmp_path: Path) -> Iterator[Station]:
    with station_in(database, tmp_path) as built:
        yield built


@pytest.mark.campaign
def test_whatever_a_robot_does_each_case_is_told_in_order_and_by_one_key(
    station: Station, full_length: bool
) -> None:
    chance = random.Random(14)
    cases, notices = (40, 12) if full_length else (4, 4)
    station.has_robot()
    station.chat.answers = [
        chance.choice([200, 200, 500, 503, 429, "drop"]) for _ in range(cases * notices)
    ]
    for _ in range(notices):
        for case in range(cases):
            station.tell(f"case-{case}")
        station.deliver()
    station.wait_and_deliver(outbox.PATIENT_ATTEMPTS)
    posted = station.chat.posted()
    assert sorted(posted) == sorted(key for keys in station.keys.values() for key in keys)
    for keys in station.keys.values():
        assert [key for key in posted if key in keys] == keys
    assert {row.state for row in station.rows()} == {OutboxState.SENT}
    assert len(station.chat.calls) > len(posted), "the receiver did fail"
