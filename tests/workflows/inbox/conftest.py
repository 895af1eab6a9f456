"""The desk of these stories, on a working Monday."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.house import House
from tests.workflows.inbox.desk import Desk, desk_of


@pytest.fixture
def desk(house: House, now: datetime) -> Desk:
    """Three visits wait for consent."""
    return desk_of(house)
