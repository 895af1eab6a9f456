"""One place begins and ends transactions, names constraints, and says how values are stored.

Instants are integer microseconds since 1970 in UTC on both databases; ids are UUIDv7 texts that
sort by time; every primary key begins with its tenant. SQLite writers take `BEGIN IMMEDIATE` and
queue fairly in the process, because a deferred begin loses updates or fails on upgrade.
Nothing here knows a table of the engine or of the domain.
"""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import secrets
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final, cast

from sqlalchemy import (
    BigInteger,
    Connection,
    CursorResult,
    Dialect,
    Engine,
    Enum,
    Executable,
    MetaData,
    String,
    Table,
    Text,
    event,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

from engine import clock
from engine.connections import make_durable, postgres_engine, sqlite_engine
from engine.deferring import WRITER, anything_deferred, write_what_is_named
from engine.writers import FairLock

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
#: Key of the advisory lock under which PostgreSQL changes the schema.
_SCHEMA_LOCK: Final = 0x53616E6C


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as microseconds UTC; a naive one is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Count microseconds since the epoch."""
        return None if value is None else microseconds(value)

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


def microseconds(instant: datetime) -> int:
    """An aware instant as it is stored."""
    return (clock.require_aware(instant) - EPOCH) // _MICROSECOND


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, Chinese readable."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


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
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        str: Text,
        StrEnum: Enum(StrEnum, native_enum=False, length=20, values_callable=list),
    }


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


class Tenanted:
    """The first column of every primary key: the centre that owns the row."""

    tenant: Mapped[str] = mapped_column(String(40), primary_key=True, sort_order=-2)


class Identified(Tenanted):
    """Rows found by tenant and a time-sorted id."""

    id: Mapped[str] = mapped_column(String(40), primary_key=True, default=new_id, sort_order=-1)


class WroteWhileReading(RuntimeError):
    """A reading transaction changed rows, which it would have thrown away without a word."""


class Database:
    """A database by its URL, with the only three ways to open a transaction."""

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine: Engine = (
            sqlite_engine(url) if self.is_sqlite else postgres_engine(url, pool_size)
        )
        event.listen(self.engine, "before_cursor_execute", write_what_is_named)
        logging.getLogger("sqlalchemy.engine.Engine").addFilter(_without_rows)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._writers = FairLock()
        self._hurries = False

    @contextlib.contextmanager
    def begin(self) -> Iterator[Session]:
        """A writing transaction: committed when the block ends well, rolled back when it raises."""
        with self._one_writer(), self._sessions() as session:
            session.connection(
                execution_options={"writes": True, "hurries": self._hurries, WRITER: session}
            )
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A reading transaction: one snapshot on SQLite, always rolled back.

        What it would lose is refused: a page that logs who reads must `begin`.
        """
        with self._sessions() as session:
            event.listen(session, "before_flush", _refuse_writing)
            try:
                yield session
                _refuse_writing(session)
            finally:
                # Rows stay readable after the block, as plain values without a session.
                session.expunge_all()
                session.rollback()

    @contextlib.contextmanager
    def read_and_note(self) -> Iterator[Session]:
        """A reading transaction whose new rows (who read what) are kept for one of their own.

        They are committed before the caller goes on, and no writer waits while a page is composed.
        What is added in the block is not found by its queries.
        """
        with self._sessions(autoflush=False) as session:
            event.listen(session, "before_flush", _refuse_writing)
            try:
                yield session
                notes = _only_new(session)
            finally:
                session.expunge_all()
                session.rollback()
        if notes:
            with self.begin() as writing:
                writing.add_all(notes)

    @contextlib.contextmanager
    def hurrying(self) -> Iterator[None]:
        """For filling a new SQLite file: a power cut loses the block's work, not only its last act.

        The death of the process still loses nothing that was committed, and the file stays whole.
        """
        self._hurries = True
        try:
            yield
        finally:
            self._hurries = False
            if self.is_sqlite:
                make_durable(self.engine)

    @contextlib.contextmanager
    def schema_change(self) -> Iterator[Connection]:
        """A connection for migrations: one transaction, committed when the block ends well.

        Two processes that start together take turns, so the second finds nothing left to do.
        """
        with (
            self._one_writer(),
            self.engine.connect() as plain,
            plain.execution_options(writes=True).begin(),
        ):
            if not self.is_sqlite:
                plain.execute(sql(f"select pg_advisory_xact_lock({_SCHEMA_LOCK})"))
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


def table(kind: type[Base]) -> Table:
    """The table of a kind of row, for statements that need no row objects."""
    return cast("Table", kind.__table__)


def on_tables(session: Session, statement: Executable, values: Any = None) -> CursorResult[Any]:
    """Execute a statement on tables in the session's transaction, beside its objects.

    What the session's objects have changed is not sent first, so it is for tables or rows of which
    the session holds no changed object.
    """
    return session.connection().execute(statement, values)


def _without_rows(record: logging.LogRecord) -> bool:
    """At DEBUG SQLAlchemy writes each row that it read, decrypted, into the log: never ours."""
    return record.levelno >= logging.INFO


def insert_if_absent(session: Session, row: type[Base], **values: Any) -> bool:
    """Insert a row unless its key is taken; whether it was inserted.

    An insert of the same key by another transaction is waited for, so that afterwards the row is
    either ours or can be read.
    """
    statement = _insert_or_nothing(session.get_bind().dialect.name, row)
    # The returned key tells; a row count is not reliable here on every driver.
    return session.execute(statement, values).first() is not None


@functools.cache
def _insert_or_nothing(dialect: str, row: type[Base]) -> Executable:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    into = table(row)
    return insert(into).on_conflict_do_nothing().returning(next(iter(into.primary_key)))


def one_writer(session: Session) -> bool:
    """Whether writers of this database take turns by themselves, so that row locks add nothing."""
    return session.get_bind().dialect.name == "sqlite"


def _only_new(session: Session) -> list[object]:
    """The rows that were added; a changed one is refused, as its block has read what it was."""
    notes = list(session.new)
    for row in notes:
        session.expunge(row)
    _refuse_writing(session)
    return notes


def _refuse_writing(session: Session, *_: object) -> None:
    if anything_deferred(session):
        raise WroteWhileReading("Expected only to read, but rows were kept for the end.")
    if session.new or session.dirty or session.deleted:
        kinds = sorted({type(row).__name__ for row in (*session.new, *session.dirty)})
        raise WroteWhileReading(f"Expected only to read, but rows changed: {', '.join(kinds)}.")
