"""The station of these stories, on a working Monday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.database import Database
from tests.workflows.notifications.station import Station, station_in


@pytest.fixture
def station(database: Database, now: datetime, tmp_path: Path) -> Iterator[Station]:
    with station_in(database, tmp_path) as built:
        yield built
