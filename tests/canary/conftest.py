"""One real run with planted values, once for each kind of database, and what it left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from engine import clock, protection
from tests.canary.resting import logs_at_debug
from tests.canary.story import Story, play
from tests.conftest import MONDAY_MORNING
from tests.databases import Kind, Store, chosen
from tests.house import furnish, house_of


@dataclass(frozen=True, kw_only=True)
class Played:
    """The run, the server that keeps it, and every line that was logged meanwhile."""

    story: Story
    store: Store
    log: list[str]


@pytest.fixture(scope="session", params=chosen(), ids=str)
def played(
    request: pytest.FixtureRequest,
    keyring: protection.Keyring,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Played]:
    """The run is only read by the tests; each plants what it needs more in tables of its own."""
    kind: Kind = request.param
    store: Store = request.getfixturevalue(f"{kind}_store")
    home = tmp_path_factory.mktemp("home")
    template = furnish(store, home)
    protection.install(keyring)
    with house_of(store, template, home) as house, clock.frozen(MONDAY_MORNING):
        with logs_at_debug() as lines:
            story = play(house)
        yield Played(story=story, store=store, log=lines)


@pytest.fixture(autouse=True)
def _same_morning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Pages are read in the hour in which the run ended, whatever a test before did to the clock."""
    if "played" not in request.fixturenames:
        yield
        return
    with clock.frozen(MONDAY_MORNING.replace(hour=5)):
        yield
