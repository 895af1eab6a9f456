"""The door of clocks: take the oldest due row, fire it through the corridor, in one transaction.

The lock of the case is the claim and dies with the process, so a timer is neither lost nor fired
twice, and a person at the same case waits a moment instead of for ever. A timer whose token is gone
is cancelled; a handler that raises is rolled back, tried again later, and after some attempts
becomes a failure that a supervisor sees.
"""

from __future__ import annotations

import logging
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import clock, history, instances
from engine.actors import house
from engine.database import Database
from engine.errors import trace_without_words
from engine.instances import Calls
from engine.models import FailureRow, HistoryHeadRow, TimerRow, TimerState
from engine.outbox import back_off
from engine.spiff.advance import FireTimer
from engine.spiff.refusals import TokenGone

MOST_ATTEMPTS = 6

log = logging.getLogger(__name__)


class Fired(StrEnum):
    """What became of one due timer."""

    NOTHING_DUE = "nothing-due"
    FIRED = "fired"
    GONE = "gone"
    FAILED = "failed"


def fire_due(database: Database, calls: Calls, *, most: int = 2000) -> int:
    """Fire what is due, oldest first; returns how many rows were settled."""
    settled = 0
    while settled < most:
        if fire_next(database, calls) == Fired.NOTHING_DUE:
            break
        settled += 1
    return settled


def fire_next(database: Database, calls: Calls) -> Fired:
    """Fire the oldest due timer.

    1. lock its case and claim its row; 2. step its instance now; 3. mark the row; one commit. When
    the step raises, everything is rolled back and a second small transaction puts the row off.
    """
    key: tuple[str, str] | None = None
    try:
        with database.begin() as session:
            found = _claim(session, clock.now())
            if found is None:
                return Fired.NOTHING_DUE
            key = (found.tenant, found.id)
            return _fire(session, calls, found)
    except Exception as failure:
        # Outermost guard of the clock: whatever a handler raises must not stop the other timers.
        if key is None:
            raise
        words = trace_without_words(failure)
        log.error("timer %s failed: %s", key[1], words)  # noqa: TRY400 - no message in a log
        with database.begin() as session:
            _put_off(session, key, failure)
        return Fired.FAILED


def _claim(session: Session, now: datetime) -> TimerRow | None:
    """The oldest due row whose case nobody works on at this moment; that case is then locked."""
    rows, head = TimerRow, HistoryHeadRow
    due = (rows.state == TimerState.ARMED) & (rows.next_try_at <= now)
    oldest = (
        select(rows.tenant, rows.id)
        .join(head, (head.tenant == rows.tenant) & (head.stream == rows.business_key))
        .where(due)
        .order_by(rows.next_try_at, rows.id)
        .limit(1)
        .with_for_update(of=head, skip_locked=True)
    )
    while (found := session.execute(oldest).one_or_none()) is not None:
        tenant, row_id = found
        # Somebody may have fired or cancelled it between the reading and the lock.
        row = session.scalar(select(rows).where(rows.tenant == tenant, rows.id == row_id, due))
        if row is not None:
            return row
    return None


def _fire(session: Session, calls: Calls, row: TimerRow) -> Fired:
    now = clock.now()
    row.state, row.settled_at = TimerState.FIRED, now
    actor = house(row.tenant)
    try:
        instances.step(session, calls, actor, row.instance_id, FireTimer(token=row.token))
    except (TokenGone, instances.InstanceOver) as gone:
        if not _is_about(gone, row):
            raise
        row.state = TimerState.CANCELLED
        return Fired.GONE
    late = (now - row.due_at).total_seconds()
    fired = history.Entry(
        tag="timer:fired", instance_id=row.instance_id, node=row.node,
        facts={"due": row.due_at.isoformat(), "late_seconds": round(late, 3)},
    )  # fmt: skip
    history.record(session, actor, row.business_key, row.unit, [fired])
    return Fired.FIRED


def _is_about(gone: TokenGone | instances.InstanceOver, row: TimerRow) -> bool:
    """Whether what is gone is the timer's own place, not one that a message of the step met."""
    return row.token == gone.fields.get("token") or row.instance_id == gone.fields.get("instance")


def _put_off(session: Session, key: tuple[str, str], failure: Exception) -> None:
    """Count the attempt; after the last one a supervisor has to look."""
    row = session.get_one(TimerRow, key, with_for_update=True)
    if row.state != TimerState.ARMED:
        # Between the roll-back and now somebody else fired or cancelled it.
        return
    row.attempts += 1
    # The class name only: a message could carry what a person wrote.
    row.last_error = type(failure).__name__
    row.next_try_at = clock.now() + back_off(row.attempts)
    if row.attempts >= MOST_ATTEMPTS:
        row.state = TimerState.DEAD
        session.add(
            FailureRow(
                tenant=row.tenant, unit=row.unit, kind="timer", instance_id=row.instance_id,
                business_key=row.business_key, node=row.node, about=row.id,
                error=row.last_error, raised_at=clock.now(),
            )
        )  # fmt: skip


def oldest_due(session: Session) -> datetime | None:
    """The due instant of the oldest timer that should have fired; None when none is late."""
    return session.scalar(
        select(func.min(TimerRow.next_try_at)).where(
            TimerRow.state == TimerState.ARMED, TimerRow.next_try_at <= clock.now()
        )
    )


def next_due(session: Session) -> datetime | None:
    """The instant at which the next armed timer wants to fire; None when none is armed."""
    return session.scalar(
        select(func.min(TimerRow.next_try_at)).where(TimerRow.state == TimerState.ARMED)
    )
