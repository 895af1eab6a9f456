"""One place begins and ends transactions, names constraints, and says how values are stored.

Instants are integer microseconds since 1970 in UTC on both databases; ids are UUIDv7 texts that
sort by time; every primary key begins with its tenant. SQLite writers take `BEGIN IMMEDIATE` and
queue fairly in the process, because a deferred begin loses updates or fails on upgrade.
Nothing here knows a table of the engine or of the domain.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import threading
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Dialect,
    Engine,
    Enum,
    MetaData,
    String,
    Text,
    create_engine,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

from engine import clock

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as microseconds UTC; a naive one is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Count microseconds since the epoch."""
        return None if value is None else (clock.require_aware(value) - EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        return None if value is None else EPOCH + int(value) * _MICROSECOND


class Json(TypeDecorator[Any]):
    """A JSON value as canonical text, equal on both databases; never for personal values."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write keys in order and Chinese as itself."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read the value back."""
        return None if value is None else json.loads(value)


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, Chinese readable."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Base(DeclarativeBase):
    """Every table of the house, with constraint names that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a plain class attribute
        datetime: Instant,
        str: Text,
        StrEnum: Enum(
            StrEnum, native_enum=False, length=20, values_callable=lambda words: list(words)
        ),
    }


class Tenanted:
    """The first column of every primary key: the centre that owns the row."""

    tenant: Mapped[str] = mapped_column(String(40), primary_key=True, sort_order=-2)


class Identified(Tenanted):
    """Rows found by tenant and a time-sorted id."""

    id: Mapped[str] = mapped_column(
        String(40), primary_key=True, default=lambda: new_id(), sort_order=-1
    )


_id_lock = threading.Lock()
_last_tick = 0


def new_id() -> str:
    """A UUIDv7 as text (RFC 9562 §5.7): sorts by the time it was made, also within a millisecond.

    The 12 bits after the version carry a fraction of the millisecond, so that ids made one after
    another by one process never go back.
    """
    global _last_tick
    with _id_lock:
        micros = (clock.now() - EPOCH) // _MICROSECOND
        tick = micros // 1000 << 12 | micros % 1000 << 2
        _last_tick = tick if tick > _last_tick else _last_tick + 1
        tick = _last_tick
    number = tick >> 12 << 80 | 0x7 << 76 | (tick & 0xFFF) << 64 | 0b10 << 62
    text = f"{number | secrets.randbits(62):032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class _FairLock:
    """A lock that serves waiters in the order they came, so that no writer starves."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._held = False
        self._queue: deque[threading.Event] = deque()

    def acquire(self) -> None:
        with self._mutex:
            if not self._held:
                self._held = True
                return
            turn = threading.Event()
            self._queue.append(turn)
        turn.wait()

    def release(self) -> None:
        with self._mutex:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._held = False


class Database:
    """A database by its URL, with the only two ways to open a transaction."""

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine: Engine = _sqlite(url) if self.is_sqlite else _postgres(url, pool_size)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._writers = _FairLock()

    @contextlib.contextmanager
    def begin(self) -> Iterator[Session]:
        """A writing transaction: committed when the block ends well, rolled back when it raises."""
        with self._one_writer(), self._sessions() as session:
            session.connection(execution_options={"writes": True})
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A reading transaction: one snapshot on SQLite, always rolled back."""
        with self._sessions() as session:
            try:
                yield session
            finally:
                # Rows stay readable after the block, as plain values without a session.
                session.expunge_all()
                session.rollback()

    @contextlib.contextmanager
    def schema_change(self) -> Iterator[Connection]:
        """A connection for migrations: one transaction, committed when the block ends well."""
        with self._one_writer(), self.engine.connect() as plain:
            with plain.execution_options(writes=True).begin():
                yield plain

    @contextlib.contextmanager
    def _one_writer(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        self._writers.acquire()
        try:
            yield
        finally:
            self._writers.release()

    def close(self) -> None:
        """Give all connections back; used at shutdown and after a fork."""
        self.engine.dispose()


def _postgres(url: str, pool_size: int) -> Engine:
    return create_engine(
        url, pool_pre_ping=True, pool_recycle=1800, pool_size=pool_size, max_overflow=20,
        pool_timeout=20,
    )  # fmt: skip


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, pool_size=40, max_overflow=300, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Leave BEGIN to us, keep every acknowledged commit over a power cut, check references."""
    connection.isolation_level = None
    for pragma in ("journal_mode=wal", "synchronous=full", "busy_timeout=30000", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Writers ask for the write lock at once; readers never do."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")
