"""What one transaction does to many instances at once is done in few statements.

The order is that of the cases, so that two who work on many never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine import clock, history
from engine.actors import Actor
from engine.models import HistoryHeadRow, HistoryRow, InstanceRow, MigrationRow


def in_order(session: Session, tenant: str, instance_ids: Sequence[str]) -> Sequence[str]:
    """Ids of these instances in the order in which they are to be locked."""
    rows = InstanceRow
    return session.scalars(
        select(rows.id)
        .where(rows.tenant == tenant, rows.id.in_(instance_ids))
        .order_by(rows.business_key, rows.id)
    ).all()


def record_each(
    session: Session, actor: Actor, entries: Sequence[tuple[MigrationRow, history.Entry]]
) -> None:
    """Append one entry to the history of each case; the caller has locked them all."""
    keys = [kept.business_key for kept, _ in entries]
    once = [each for each in entries if keys.count(each[0].business_key) == 1]
    numbers = _next_numbers(session, actor.tenant, [kept.business_key for kept, _ in once])
    rows = [
        _row(actor, kept, entry, numbers[kept.business_key])
        for kept, entry in once
        if kept.business_key in numbers
    ]
    if rows:
        session.execute(insert(HistoryRow), rows)
    for kept, entry in entries:
        # Two instances of one case take their numbers one after the other.
        if keys.count(kept.business_key) > 1 or kept.business_key not in numbers:
            history.record(session, actor, kept.business_key, kept.unit, [entry])


def _next_numbers(session: Session, tenant: str, streams: Sequence[str]) -> dict[str, int]:
    head = HistoryHeadRow
    taken = session.execute(
        update(head)
        .where(head.tenant == tenant, head.stream.in_(streams))
        .values(last=head.last + 1)
        .returning(head.stream, head.last)
        .execution_options(synchronize_session=False)
    )
    return {row.stream: row.last for row in taken}


def _row(actor: Actor, kept: MigrationRow, entry: history.Entry, seq: int) -> dict[str, object]:
    now = clock.now()
    return {
        **vars(entry), "facts": dict(entry.facts), "tenant": actor.tenant, "seq": seq,
        "stream": kept.business_key, "unit": kept.unit, "actor": actor.id,
        "actor_name": actor.name, "acting_role": actor.role, "post": actor.post,
        "event_time": now, "entry_time": now,
    }  # fmt: skip
