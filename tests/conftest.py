"""What every test may ask for: a database, a moment, a keyring; and no way out to the network."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from engine import clock, protection
from engine.database import Database
from tests.databases import FORGETFUL, Kind, SqliteFiles, Store, chosen, private_postgres

#: A working Monday, nine o'clock in Beijing: when tests that need a moment take place.
MONDAY_MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


#: So much must be free in memory before tests keep their files there.
_ROOM_IN_MEMORY = 3 << 30


def pytest_configure() -> None:
    """Keep the files of tests in memory: their thousands of commits need not reach a disk."""
    if FORGETFUL.is_dir() and shutil.disk_usage(FORGETFUL).free > _ROOM_IN_MEMORY:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(FORGETFUL))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="play campaigns at their full length")


@pytest.fixture(scope="session")
def full_length(pytestconfig: pytest.Config) -> bool:
    """Whether campaigns run in full instead of their fixed sample."""
    return bool(pytestconfig.getoption("--full"))


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_store() -> Iterator[Store]:
    with private_postgres() as server:
        yield server


@pytest.fixture(params=chosen(), ids=str)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database with all tables; the test runs once for each kind."""
    kind: Kind = request.param
    store: Store = request.getfixturevalue(f"{kind}_store")
    url = store.fresh()
    yield url
    store.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with all tables, opened; the test runs once for each kind."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def now() -> Iterator[datetime]:
    """The clock stands at a known moment; move it with `clock.travel_to`."""
    with clock.frozen(MONDAY_MORNING):
        yield MONDAY_MORNING


@pytest.fixture(autouse=True)
def _real_time_returns() -> Iterator[None]:
    yield
    clock.travel_to(None)


@pytest.fixture(scope="session", autouse=True)
def keyring() -> protection.Keyring:
    """The keys that this run encrypts with."""
    ring = protection.Keyring.fresh()
    protection.install(ring)
    return ring


class OutsideWorld(RuntimeError):
    """A test tried to reach something beyond this machine."""


def _refuse_outside(host: object) -> None:
    if host in {None, "", "localhost"}:
        return
    try:
        inside = ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        inside = False
    if not inside:
        message = f"Expected a test to stay on this machine, but it reached for {host}."
        raise OutsideWorld(message)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every Python socket that leaves the machine; files and loopback are free."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def connect_inside(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            _refuse_outside(address[0])
        connect(self, address)

    def resolve_inside(host: Any, *rest: Any, **named: Any) -> Any:
        _refuse_outside(host)
        return resolve(host, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_inside)
        patch.setattr(socket, "getaddrinfo", resolve_inside)
        yield
