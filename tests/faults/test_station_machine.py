"""Whatever people, clocks, releases and crashes do, in any order, the house stays in order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from engine.database import Database
from tests.faults.station_machine import Station

SAMPLE = settings(
    max_examples=6, stateful_step_count=25, deadline=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
FULL = settings(
    max_examples=150, stateful_step_count=60, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.mark.campaign
def test_the_house_stays_in_order_whatever_happens(
    database: Database, now: object, full_length: bool
) -> None:
    house = type("House", (Station,), {"database": database})
    run_state_machine_as_test(house, settings=FULL if full_length else SAMPLE)
