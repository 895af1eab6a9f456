"""The ground that tests stand on holds: databases are empty and separate, the network is shut."""

from __future__ import annotations

import socket
from datetime import datetime

import pytest
from sqlalchemy import text

from engine import clock
from engine.database import Base, Database
from tests.conftest import OutsideWorld


def test_a_database_has_every_table_and_no_row(database: Database) -> None:
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            assert session.scalar(text(f'SELECT count(*) FROM "{table.name}"')) == 0


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_writes_no_other_sees(database: Database, turn: str) -> None:
    with database.begin() as session:
        session.execute(text("CREATE TABLE left_behind (turn TEXT)"))
        session.execute(text("INSERT INTO left_behind VALUES (:turn)"), {"turn": turn})


def test_a_moment_stands_still_until_moved(now: datetime) -> None:
    assert clock.now() == clock.now() == now


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_the_network_is_shut(host: str) -> None:
    with pytest.raises(OutsideWorld):
        socket.create_connection((host, 80), timeout=1)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
