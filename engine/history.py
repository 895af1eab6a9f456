"""What happened is written once, in order, and never changed.

Facts form one gapless sequence per stream (a case); the head row of the stream is locked, so
writers of one case take turns and writers of different cases never meet. A transaction takes its
numbers and writes its facts once, at its end or before it reads them. Tags say `noun:participle`.
What a person said goes into the encrypted detail, ids and codes into the facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import insert_if_absent, on_tables, one_writer, table
from engine.deferring import Deferred, defer, learnt
from engine.models import HistoryHeadRow, HistoryRow


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One fact before it has its number."""

    #: `noun:participle`, e.g. `task:claimed`.
    tag: str
    instance_id: str | None = None
    task_id: str | None = None
    node: str | None = None
    #: Ids, codes and flags; nothing personal.
    facts: Mapping[str, object] = field(default_factory=dict)
    #: Words of people; encrypted.
    detail: object = None


#: More streams than this get their numbers together.
MANY: Final = 4
_HELD: Final = "stream"
_HEAD: Final = table(HistoryHeadRow)
_OF_STREAM: Final = (_HEAD.c.tenant == bindparam("of_tenant")) & (
    _HEAD.c.stream == bindparam("of_stream")
)
_HOLD: Final = select(_HEAD.c.last).where(_OF_STREAM).with_for_update()
_ADD: Final = (
    update(_HEAD)
    .where(_OF_STREAM)
    .values(last=_HEAD.c.last + bindparam("count"))
    .returning(_HEAD.c.last)
)
_ADD_TO_EACH: Final = (
    update(_HEAD)
    .where(
        _HEAD.c.tenant == bindparam("of_tenant"),
        _HEAD.c.stream.in_(bindparam("of_streams", expanding=True)),
    )
    .values(last=_HEAD.c.last + bindparam("count"))
    .returning(_HEAD.c.stream, _HEAD.c.last)
)
_INSERT: Final = insert(table(HistoryRow))


def record(
    session: Session,
    actor: Actor,
    stream: str,
    unit: str,
    entries: Sequence[Entry],
    *,
    event_time: datetime | None = None,
) -> None:
    """Append entries to a stream in their order; they get their numbers when the rows are written.

    `event_time` is when it happened (aware); the entry time is always now.
    """
    if not entries:
        return
    hold(session, actor.tenant, stream)
    entry_time = clock.now()
    common = {
        "tenant": actor.tenant,
        "stream": stream,
        "unit": unit,
        "actor": actor.id,
        "actor_name": actor.name,
        "acting_role": actor.role,
        "post": actor.post,
        "event_time": event_time or entry_time,
        "entry_time": entry_time,
    }
    standing_in = {"instead_of": actor.instead_of} if actor.instead_of else {}
    rows = [{**common, **vars(entry), "facts": {**entry.facts, **standing_in}} for entry in entries]
    defer(session, _FACTS, *rows)


def _write(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Number the facts of each stream and insert them all; streams in one order for everybody."""
    counts = Counter((row["tenant"], row["stream"]) for row in rows)
    lasts = _taken_for_many(session, counts) if len(counts) > MANY else {}
    for key in sorted(counts.keys() - lasts.keys()):
        lasts[key] = _take_numbers(session, *key, counts[key])
    numbers = {key: count(last - counts[key] + 1) for key, last in lasts.items()}
    on_tables(
        session,
        _INSERT,
        [{**row, "seq": next(numbers[row["tenant"], row["stream"]])} for row in rows],
    )


_FACTS: Final = Deferred(table=HistoryRow.__tablename__, write=_write)


def _taken_for_many(
    session: Session, counts: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], int]:
    """Reserve numbers of many streams, one statement for all that need equally many."""
    alike: dict[tuple[str, int], list[str]] = {}
    for (tenant, stream), needed in sorted(counts.items()):
        alike.setdefault((tenant, needed), []).append(stream)
    return {
        (tenant, row.stream): row.last
        for (tenant, needed), streams in alike.items()
        for row in on_tables(
            session, _ADD_TO_EACH, {"of_tenant": tenant, "of_streams": streams, "count": needed}
        )
    }


def _take_numbers(session: Session, tenant: str, stream: str, count: int) -> int:
    """Reserve the next numbers of a stream under its row lock, starting the stream when new."""
    stream_of = {"of_tenant": tenant, "of_stream": stream}
    taken: int | None = on_tables(session, _ADD, {**stream_of, "count": count}).scalar()
    if taken is not None:
        return taken
    if insert_if_absent(session, HistoryHeadRow, tenant=tenant, stream=stream, last=count):
        return count
    # Somebody else has just started the stream.
    return _take_numbers(session, tenant, stream, count)


def hold(session: Session, tenant: str, stream: str) -> None:
    """Take the lock of a stream (a case) until the end of the transaction.

    Whoever changes a case takes this lock before any row of it, so that a person and a clock at
    the same case wait for each other instead of each for a row that the other has.
    """
    held = learnt(session)
    if (_HELD, tenant, stream) in held or one_writer(session):
        return
    stream_of = {"of_tenant": tenant, "of_stream": stream}
    if on_tables(session, _HOLD, stream_of).scalar() is None:
        insert_if_absent(session, HistoryHeadRow, tenant=tenant, stream=stream, last=0)
        on_tables(session, _HOLD, stream_of)
    note_held(session, tenant, stream)


def note_held(session: Session, tenant: str, stream: str) -> None:
    """Say that a statement of the caller's has just locked the head row of a stream."""
    learnt(session)[_HELD, tenant, stream] = True


def of_stream(session: Session, tenant: str, stream: str) -> Sequence[HistoryRow]:
    """All facts of a stream, oldest first."""
    query = select(HistoryRow).where(HistoryRow.tenant == tenant, HistoryRow.stream == stream)
    return session.scalars(query.order_by(HistoryRow.seq)).all()
