"""The suite in a real house: saved and loaded at each step, with the same traces as simulated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from engine.database import Base, Database
from tests.conformance import betsy
from tests.conformance.betsy_house import House
from tests.conformance.test_betsy import REFUSED

ALL = list(betsy.cases())
RIGHT = 72

pytestmark = pytest.mark.skipif(not ALL, reason=f"the betsy suite is not at {betsy.folder()}")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all cases; each finds it empty."""
    folder: Path = tmp_path_factory.mktemp("betsy")
    database = Database(f"sqlite:///{folder / 'house.db'}")
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture(scope="module")
def traces(house: Database) -> dict[betsy.Case, tuple[str, ...]]:
    """The trace of every case."""
    found = {}
    for case in ALL:
        with house.begin() as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(delete(table))
        found[case] = House(house, case).play()
    return found


def test_every_case_has_the_trace_that_the_simulation_gives(traces) -> None:
    different = {str(case): trace for case, trace in traces.items() if trace != betsy.play(case)}
    assert different == {}


def test_every_process_is_right_or_refused_by_name(traces) -> None:
    right = defaultdict(list)
    for case, trace in traces.items():
        right[case.process].append(case.is_met_by(trace))
    wrong = {process for process, cases in right.items() if not all(cases)}
    print(f"\n{len(right) - len(wrong)} right, {len(wrong)} refused, 0 with a wrong trace")
    assert wrong == set(REFUSED)
    assert len(right) - len(wrong) == RIGHT
    refused = [trace for case, trace in traces.items() if case.process in wrong]
    assert set(refused) == {("ERROR_deployment",)}
