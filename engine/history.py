"""What happened is written once, in order, and never changed.

Facts form one gapless sequence per stream (a case); the head row of the stream is locked, so
writers of one case take turns and writers of different cases never meet. Tags say
`noun:participle`. What a person said goes into the encrypted detail, ids and codes into the facts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    first = last - len(entries) + 1
    common = _common(actor, event_time)
    rows = [
        _row(common, stream, unit, entry, first + offset) for offset, entry in enumerate(entries)
    ]
    session.execute(insert(HistoryRow), rows)
    return last


def record_each(session: Session, actor: Actor, entries: Sequence[tuple[str, str, Entry]]) -> None:
    """Append one entry to each of many streams at once; given as stream, unit and entry.

    Whoever comes here holds the streams already (`hold_all`).
    """
    common, rows = _common(actor, None), []
    waiting = list(entries)
    while waiting:
        # A stream that is named twice takes its second number in a further round.
        now = {stream: (unit, entry) for stream, unit, entry in reversed(waiting)}
        waiting = [each for each in waiting if now[each[0]][1] is not each[2]]
        numbers = _add_to_each(session, actor.tenant, list(now))
        rows += [
            _row(common, stream, unit, entry, numbers[stream])
            for stream, (unit, entry) in now.items()
        ]
    if rows:
        session.execute(insert(HistoryRow), rows)


def _add_to_each(session: Session, tenant: str, streams: Sequence[str]) -> dict[str, int]:
    head = HistoryHeadRow
    taken = session.execute(
        update(head)
        .where(head.tenant == tenant, head.stream.in_(streams))
        .values(last=head.last + 1)
        .returning(head.stream, head.last)
        .execution_options(synchronize_session=False)
    )
    found: dict[str, int] = {row.stream: row.last for row in taken}
    for stream in streams:
        if stream not in found:
            found[stream] = _take_numbers(session, tenant, stream, 1)
    return found


def _common(actor: Actor, event_time: datetime | None) -> dict[str, object]:
    entry_time = clock.now()
    return {
        "tenant": actor.tenant,
        "actor": actor.id,
        "actor_name": actor.name,
        "acting_role": actor.role,
        "post": actor.post,
        "event_time": event_time or entry_time,
        "entry_time": entry_time,
    }


def _row(
    common: Mapping[str, object], stream: str, unit: str, entry: Entry, seq: int
) -> dict[str, object]:
    told = {**vars(entry), "facts": dict(entry.facts)}
    return {**common, "stream": stream, "unit": unit, **told, "seq": seq}


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


def hold_all(session: Session, tenant: str, streams: Collection[str]) -> None:
    """Take the locks of many streams in their order, as `hold` does for one."""
    if one_writer(session):
        return
    head = HistoryHeadRow
    found = session.scalars(
        select(head.stream)
        .where(head.tenant == tenant, head.stream.in_(streams))
        .order_by(head.stream)
        .with_for_update()
    )
    for stream in sorted(set(streams) - set(found)):
        hold(session, tenant, stream)


def of_stream(session: Session, tenant: str, stream: str) -> Sequence[HistoryRow]:
    """All facts of a stream, oldest first."""
    query = select(HistoryRow).where(HistoryRow.tenant == tenant, HistoryRow.stream == stream)
    return session.scalars(query.order_by(HistoryRow.seq)).all()
