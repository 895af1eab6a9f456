"""A timer row that is missing or wrong is made again from the saved state, and said aloud.

Rows are derived, so any difference is a fault somewhere; mending it quietly would hide the fault,
therefore each repair is also a failure row that a supervisor sees.
"""

from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, definitions
from engine.database import Database
from engine.models import (
    FailureRow,
    InstanceRow,
    InstanceStatus,
    TimerRow,
    TimerState,
)
from engine.spiff import advance as spiff

log = logging.getLogger(__name__)


def reconcile(database: Database, *, most: int = 500) -> int:
    """Compare the timers of running instances with their states; returns how many were mended."""
    with database.read() as session:
        query = select(InstanceRow.tenant, InstanceRow.id).where(
            InstanceRow.status == InstanceStatus.RUNNING
        )
        keys = session.execute(query.limit(most)).all()
    mended = 0
    for tenant, instance_id in keys:
        with database.begin() as session:
            mended += _mend(session, tenant, instance_id)
    return mended


def _mend(session: Session, tenant: str, instance_id: str) -> int:
    row = session.get(InstanceRow, (tenant, instance_id), with_for_update=True)
    if row is None or row.status != InstanceStatus.RUNNING:
        return 0
    diagram = definitions.diagram(session, tenant, row.definition_id)
    wanted = {timer.token: timer for timer in spiff.timers_of(diagram, row.state)}
    for known in session.scalars(
        select(TimerRow).where(
            TimerRow.tenant == tenant, TimerRow.instance_id == instance_id,
            TimerRow.state.in_([TimerState.ARMED, TimerState.DEAD]),
        )
    ):  # fmt: skip
        wanted.pop(known.token, None)
    for timer in wanted.values():
        session.add(
            TimerRow(
                tenant=tenant, unit=row.unit, instance_id=row.id, business_key=row.business_key,
                node=timer.node, token=timer.token, anchor=timer.anchor,
                interrupting=timer.interrupting, due_at=timer.due, next_try_at=timer.due,
                state=TimerState.ARMED,
            )
        )  # fmt: skip
        _say(session, row, timer.node)
    return len(wanted)


def _say(session: Session, row: InstanceRow, node: str) -> None:
    log.error("timer %s of instance %s had no row and was armed again", node, row.id)
    session.add(
        FailureRow(
            tenant=row.tenant, unit=row.unit, kind="timer-rearmed", instance_id=row.id,
            business_key=row.business_key, node=node, about=row.id, error="row-missing",
            raised_at=clock.now(),
        )
    )  # fmt: skip
