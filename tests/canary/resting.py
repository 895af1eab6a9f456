"""Where values rest: every column of every table, the files of the database, the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy import text as sql

from engine.database import Database
from tests.databases import PostgresServer, SqliteFiles, Store


def dump(database: Database) -> Iterator[tuple[str, bytes]]:
    """Every value of every column of every table as the database holds it, column by column."""
    with database.read() as session:
        tables = inspect(session.connection())
        for table in tables.get_table_names():
            for column in (one["name"] for one in tables.get_columns(table)):
                rows = session.execute(sql(f'select "{column}" from "{table}"')).scalars()
                for number, value in enumerate(rows):
                    if value is not None:
                        yield f"{table}.{column}[{number}]", _bytes(value)


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    return str(value).encode("utf-8", "surrogatepass")


def files(store: Store, database: Database) -> Iterator[tuple[str, bytes]]:
    """The files that the database writes, its journal among them."""
    if isinstance(store, SqliteFiles):
        name = Path(database.url.removeprefix("sqlite:///"))
        paths = sorted(name.parent.glob(f"{name.name}*"))
        assert any(path.name.endswith("-wal") for path in paths)
    else:
        assert isinstance(store, PostgresServer)
        with database.read() as session:
            folder = Path(str(session.scalar(sql("show data_directory"))))
            own = str(session.scalar(sql("select pg_relation_filepath('case_file')")))
        paths = [*(folder / own).parent.glob("*"), *(folder / "pg_wal").glob("*"),
                 *folder.glob("*log*")]  # fmt: skip
    for path in paths:
        if path.is_file():
            yield path.name, path.read_bytes()


def flush(database: Database) -> None:
    """Have the database write what it holds in memory; SQLite's journal stays as it is."""
    if not database.is_sqlite:
        with database.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            connection.execute(sql("checkpoint"))


class _Kept(logging.Handler):
    """Keeps what is logged, as a file would."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def logs_at_debug() -> Iterator[list[str]]:
    """Everything that any logger says, at DEBUG, that of the database among it."""
    kept, root = _Kept(), logging.getLogger()
    talkative = (root, logging.getLogger("sqlalchemy.engine"), logging.getLogger("sqlalchemy.pool"))
    before = [one.level for one in talkative]
    root.addHandler(kept)
    for one in talkative:
        one.setLevel(logging.DEBUG)
    try:
        yield kept.lines
    finally:
        root.removeHandler(kept)
        for one, level in zip(talkative, before, strict=True):
            one.setLevel(level)
