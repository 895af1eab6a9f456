"""What happened is written once, in order, and never changed.

Facts form one gapless sequence per stream (a case); the head row of the stream is locked, so
writers of one case take turns and writers of different cases never meet. Tags say
`noun:participle`. What a person said goes into the encrypted detail, ids and codes into the facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import insert_if_absent, one_writer
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


def record(
    session: Session,
    actor: Actor,
    stream: str,
    unit: str,
    entries: Sequence[Entry],
    *,
    event_time: datetime | None = None,
) -> int:
    """Append entries to a stream in their order and return the last sequence number.

    `event_time` is when it happened (aware); the entry time is always now.
    """
    if not entries:
        return 0
    last = _take_numbers(session, actor.tenant, stream, len(entries))
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
    first = last - len(entries) + 1
    rows = [
        {**common, **vars(entry), "facts": dict(entry.facts), "seq": first + offset}
        for offset, entry in enumerate(entries)
    ]
    session.execute(insert(HistoryRow), rows)
    return last


def _take_numbers(session: Session, tenant: str, stream: str, count: int) -> int:
    """Reserve the next numbers of a stream under its row lock, starting the stream when new."""
    taken = _add(session, tenant, stream, count)
    if taken is not None:
        return taken
    if insert_if_absent(session, HistoryHeadRow, tenant=tenant, stream=stream, last=count):
        return count
    # Somebody else has just started the stream.
    return _take_numbers(session, tenant, stream, count)


def _add(session: Session, tenant: str, stream: str, count: int) -> int | None:
    head = HistoryHeadRow
    return session.scalar(
        update(head)
        .where(head.tenant == tenant, head.stream == stream)
        .values(last=head.last + count)
        .returning(head.last)
    )


def hold(session: Session, tenant: str, stream: str) -> None:
    """Take the lock of a stream (a case) until the end of the transaction.

    Whoever changes a case takes this lock before any row of it, so that a person and a clock at
    the same case wait for each other instead of each for a row that the other has.
    """
    if one_writer(session):
        return
    head = HistoryHeadRow
    mine = select(head.last).where(head.tenant == tenant, head.stream == stream).with_for_update()
    if session.scalar(mine) is None:
        insert_if_absent(session, head, tenant=tenant, stream=stream, last=0)
        session.scalar(mine)


def of_stream(session: Session, tenant: str, stream: str) -> Sequence[HistoryRow]:
    """All facts of a stream, oldest first."""
    query = select(HistoryRow).where(HistoryRow.tenant == tenant, HistoryRow.stream == stream)
    return session.scalars(query.order_by(HistoryRow.seq)).all()
