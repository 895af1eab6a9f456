"""Numbers have no gap, also when many ask at once, and belong to the year people live in."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from engine.database import Database
from tests.cast import EAST_LAKE, LIU_YAN, SOUTH_GATE, TENANT
from tests.workflows.cases.station import found_centre, open_case
from workflows.cases import files
from workflows.cases.models import CaseState
from workflows.cases.numbering import case_number, next_number


@pytest.mark.parametrize("begun", [True, False], ids=["a known series", "a new series"])
def test_eight_who_ask_at_once_get_eighty_numbers_without_a_gap(
    database: Database, begun: bool
) -> None:
    if begun:
        with database.begin() as session:
            next_number(session, TENANT, "s")
    start = threading.Barrier(8)

    def take_ten(_: int) -> list[int]:
        start.wait()
        taken = []
        for _ in range(10):
            with database.begin() as session:
                taken.append(next_number(session, TENANT, "s"))
        return taken

    with ThreadPoolExecutor(8) as pool:
        taken = sorted(number for batch in pool.map(take_ten, range(8)) for number in batch)
    assert taken == list(range(1 + begun, 81 + begun))


def test_a_number_that_was_rolled_back_is_given_again(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.begin() as session:
        raise ZeroDivisionError(next_number(session, TENANT, "s"))
    with database.begin() as session:
        assert next_number(session, TENANT, "s") == 1


def test_a_case_number_names_centre_station_and_year_and_counts_each_apart(
    database: Database,
) -> None:
    with database.begin() as session:
        found_centre(session)
        found_centre(session, "another")
        given = [
            case_number(session, tenant, station, year)
            for tenant, station, year in (
                (TENANT, EAST_LAKE, 2026), (TENANT, EAST_LAKE, 2026), (TENANT, SOUTH_GATE, 2026),
                (TENANT, EAST_LAKE, 2027), ("another", EAST_LAKE, 2026),
            )
        ]  # fmt: skip
    assert given == [
        "XG-DH-2026-0001", "XG-DH-2026-0002", "XG-NM-2026-0001", "XG-DH-2027-0001",
        "XG-DH-2026-0001",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), "XG-DH-2026-0001"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "XG-DH-2027-0001"),
    ],
    ids=["23:59 in Beijing", "00:00 in Beijing, still the old year in UTC"],
)
def test_the_year_is_that_of_the_stations_own_calendar(
    database: Database, now: datetime, at: datetime, number: str
) -> None:
    with database.begin() as session:
        found_centre(session)
        case = open_case(session)
        assert files.give_number(session, LIU_YAN, case, at=at) == number


def test_a_case_keeps_the_number_it_has(database: Database, now: datetime) -> None:
    with database.begin() as session:
        found_centre(session)
        case = open_case(session)
        first = files.give_number(session, LIU_YAN, case, at=now)
        files.set_state(session, LIU_YAN, case, CaseState.CLOSED, at=now)
        assert files.give_number(session, LIU_YAN, case, at=now) == first
        assert case.state == CaseState.CLOSED
