"""A timer row that is missing or wrong is made again from the saved state, and said aloud.

Rows are derived, so any difference is a fault somewhere; mending it quietly would hide the fault,
therefore each repair is also a failure row that a supervisor sees. Instances are compared while
reading only; locks are taken for the few that differ.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine import clock, definitions
from engine.database import Database
from engine.errors import Refusal
from engine.instances import corridor
from engine.models import (
    FailureRow,
    InstanceRow,
    InstanceStatus,
    TimerRow,
    TimerState,
)
from engine.spiff import advance as spiff
from engine.spiff.advance import ArmedTimer

log = logging.getLogger(__name__)

#: Why a failure row was written: a timer was armed again, or a state cannot be read at all.
REARMED, UNREADABLE = "timer-rearmed", "state-unreadable"


def reconcile(database: Database, *, page: int = 500) -> int:
    """Compare the timers of all running instances with their states; returns how many differed."""
    mended = 0
    after: tuple[str, str] | None = ("", "")
    while after is not None:
        with database.read() as session:
            rows = _page(session, after, page)
            suspects = list(_suspects(session, rows))
        for tenant, instance_id in suspects:
            with database.begin() as session:
                mended += _mend(session, tenant, instance_id)
        after = (rows[-1].tenant, rows[-1].id) if len(rows) == page else None
    return mended


def _page(session: Session, after: tuple[str, str], most: int) -> Sequence[InstanceRow]:
    rows = InstanceRow
    return session.scalars(
        select(rows)
        .where(rows.status == InstanceStatus.RUNNING, tuple_(rows.tenant, rows.id) > after)
        .order_by(rows.tenant, rows.id)
        .limit(most)
    ).all()


def _suspects(session: Session, instances: Sequence[InstanceRow]) -> Iterator[tuple[str, str]]:
    """Instances whose rows differ from their states, as far as one can see without locks."""
    known = _known(session, [(row.tenant, row.id) for row in instances])
    for row in instances:
        if _differing(session, row, known.get((row.tenant, row.id), [])) != ():
            yield row.tenant, row.id


def _known(
    session: Session, keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], list[TimerRow]]:
    rows = TimerRow
    found: dict[tuple[str, str], list[TimerRow]] = {}
    query = select(rows).where(
        tuple_(rows.tenant, rows.instance_id).in_(keys),
        rows.state.in_([TimerState.ARMED, TimerState.DEAD]),
    )
    for timer in session.scalars(query):
        found.setdefault((timer.tenant, timer.instance_id), []).append(timer)
    return found


def _differing(
    session: Session, row: InstanceRow, known: Sequence[TimerRow]
) -> tuple[ArmedTimer, ...] | None:
    """The timers of a state that have no row with their due instant; None if it is unreadable."""
    try:
        diagram = definitions.diagram(session, row.tenant, row.definition_id)
        armed = spiff.timers_of(diagram, row.state)
    except Refusal:
        return None
    right = {(timer.token, timer.due_at) for timer in known}
    return tuple(timer for timer in armed if (timer.token, timer.due) not in right)


def _mend(session: Session, tenant: str, instance_id: str) -> int:
    row = corridor.lock(session, tenant, instance_id)
    if row.status != InstanceStatus.RUNNING:
        return 0
    known = _known(session, [(tenant, instance_id)]).get((tenant, instance_id), [])
    differing = _differing(session, row, known)
    if differing is None:
        return _say_unreadable(session, row)
    rows = {timer.token: timer for timer in known}
    for timer in differing:
        _arm(session, row, rows.get(timer.token), timer)
    return len(differing)


def _arm(session: Session, row: InstanceRow, known: TimerRow | None, timer: ArmedTimer) -> None:
    if known is None:
        session.add(
            TimerRow(
                tenant=row.tenant, unit=row.unit, instance_id=row.id,
                business_key=row.business_key, node=timer.node, token=timer.token,
                anchor=timer.anchor, interrupting=timer.interrupting, due_at=timer.due,
                next_try_at=timer.due, state=TimerState.ARMED,
            )
        )  # fmt: skip
    else:
        known.due_at = known.next_try_at = timer.due
        known.state = TimerState.ARMED
    log.error("timer %s of instance %s was armed again", timer.node, row.id)
    _say(session, row, REARMED, timer.node, "row-missing" if known is None else "row-wrong")


def _say_unreadable(session: Session, row: InstanceRow) -> int:
    """One open failure an instance: it will be found again at each comparison."""
    told = select(FailureRow.id).where(
        FailureRow.tenant == row.tenant, FailureRow.about == row.id,
        FailureRow.kind == UNREADABLE, FailureRow.resolved_at.is_(None),
    )  # fmt: skip
    if session.scalar(told.limit(1)) is not None:
        return 0
    log.error("the state of instance %s cannot be read", row.id)
    _say(session, row, UNREADABLE, None, UNREADABLE)
    return 1


def _say(session: Session, row: InstanceRow, kind: str, node: str | None, error: str) -> None:
    session.add(
        FailureRow(
            tenant=row.tenant, unit=row.unit, kind=kind, instance_id=row.id,
            business_key=row.business_key, node=node, about=row.id, error=error,
            raised_at=clock.now(),
        )
    )  # fmt: skip
