"""How connections of each database are opened, found alive, and begun.

A connection of the pool is asked whether it still lives only when it rested long or its socket has
something to say, as that of a server that went away has: asking each time would cost as much as a
statement.
"""

from __future__ import annotations

import contextlib
import select
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc

from engine import clock

#: After so many seconds a way between us and the server may have been cut without a word.
LONGEST_REST = 20
#: What one SQLite connection keeps of the file. Each commit of another empties it, and the system
#: has the file in memory anyway; forty times the usual 2 MB would be most of the process.
CACHE_KB = 512


def postgres_engine(url: str, pool_size: int) -> Engine:
    """An engine for PostgreSQL."""
    # Our statements are short: starting parallel workers or compiling would cost more than they do.
    options = "-c max_parallel_workers_per_gather=0 -c jit=off"
    engine = create_engine(
        url, connect_args={"options": options}, pool_recycle=1800,
        pool_size=pool_size, max_overflow=20, pool_timeout=20, hide_parameters=True,
    )  # fmt: skip
    event.listen(engine, "checkin", _note_rest)
    broken = engine.dialect.loaded_dbapi.Error

    def find_alive(connection: Any, record: Any, _proxy: object) -> None:
        _find_alive(connection, record, broken)

    event.listen(engine, "checkout", find_alive)
    return engine


def _note_rest(_connection: Any, record: Any) -> None:
    record.info["rests since"] = clock.monotonic()


def _find_alive(connection: Any, record: Any, broken: type[Exception]) -> None:
    """Let the pool open new connections when this one died at rest."""
    rested = clock.monotonic() - record.info.get("rests since", clock.monotonic())
    if rested < LONGEST_REST and not _has_something_to_say(connection):
        return
    try:
        connection.execute("select 1")
        connection.rollback()
    except broken as dead:
        raise exc.InvalidatePoolError from dead


def _has_something_to_say(connection: Any) -> bool:
    """Whether an idle connection has input: the end of the stream, or a notice of the server."""
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def sqlite_engine(url: str) -> Engine:
    """An engine for a SQLite file."""
    # Parameters are hidden, because the text of a failed statement reaches logs.
    # The connection given back last is taken first, and only a few outlive a rush: each keeps pages
    # and prepared statements of its own, about a megabyte.
    engine = create_engine(
        url, pool_size=10, max_overflow=330, pool_use_lifo=True, connect_args={"timeout": 30},
        hide_parameters=True,
    )  # fmt: skip
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Leave BEGIN to us, keep every acknowledged commit over a power cut, check references."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=wal", "synchronous=full", "busy_timeout=30000", "foreign_keys=on",
        f"cache_size=-{CACHE_KB}",
    ):  # fmt: skip
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Writers ask for the write lock at once; readers never do."""
    options = connection.get_execution_options()
    if not options.get("writes"):
        connection.exec_driver_sql("begin")
        return
    wanted = "normal" if options.get("hurries") else "full"
    if connection.info.get("synchronous", "full") != wanted:
        connection.exec_driver_sql(f"pragma synchronous={wanted}")
        connection.info["synchronous"] = wanted
    connection.exec_driver_sql("begin immediate")


def make_durable(engine: Engine) -> None:
    """Bring what hurried SQLite commits left in the log to the disk."""
    with contextlib.closing(engine.raw_connection()) as connection:
        connection.cursor().execute("pragma synchronous=full")
        connection.cursor().execute("pragma wal_checkpoint(full)")
