"""A legal period runs from an event outside, not from the moment at which a page was opened.

When a step is opened again, its legal deadline keeps the start that it had before.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.instances import Calls
from engine.models import TaskRow
from workflows.cases.standstill import set_going
from workflows.deadlines import BasisKind, moving
from workflows.deadlines.models import DeadlineRow, DeadlineState
from workflows.deadlines.queries import calendar_for

_REASON = "counted from the first start"


def keep_legal_ends(session: Session, calls: Calls, actor: Actor, opened: TaskRow) -> None:
    """Let the legal deadlines of a task opened again count from where they did before."""
    keep_ends(session, calls, actor, opened, (BasisKind.LAW,))


def keep_ends(
    session: Session, calls: Calls, actor: Actor, opened: TaskRow, kinds: tuple[BasisKind, ...]
) -> None:
    """Let deadlines of these kinds count from where the same step's did the last time."""
    session.flush()
    for row in _running(session, opened, kinds):
        before = _earlier(session, row)
        if before is not None and before.start != row.start:
            rearming = moving.restart(
                session, actor, row, start=before.start, reason=_REASON,
                calendar=calendar_for(session, row.tenant),
            )  # fmt: skip
            set_going(session, calls, actor, row, rearming, _REASON)


def _running(session: Session, opened: TaskRow, kinds: tuple[BasisKind, ...]) -> list[DeadlineRow]:
    rows = DeadlineRow
    query = select(rows).where(
        rows.tenant == opened.tenant, rows.instance_id == opened.instance_id,
        rows.anchor == opened.anchor, rows.state == DeadlineState.RUNNING,
        rows.basis_kind.in_(kinds),
    )  # fmt: skip
    return list(session.scalars(query))


def _earlier(session: Session, row: DeadlineRow) -> DeadlineRow | None:
    """The last deadline before of the same code that the same nodes had in this instance."""
    rows = DeadlineRow
    query = select(rows).where(
        rows.tenant == row.tenant, rows.instance_id == row.instance_id, rows.code == row.code,
        rows.id < row.id,
    )  # fmt: skip
    for each in session.scalars(query.order_by(rows.id.desc())):
        if set(each.nodes) & set(row.nodes):
            return each
    return None
