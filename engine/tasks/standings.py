"""Which acts a diagram opens on a task, and how the task stands: delegated, resting, urged.

Everything that finishes or moves a task asks here first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import definitions
from engine.database import insert_if_absent
from engine.instances import corridor
from engine.models import TaskRow
from engine.spiff.parser import Node
from engine.tasks.act_refusals import ActClosed, Delegated, Suspended
from engine.tasks.models import StandingRow
from engine.tasks.refusals import StaleTask


def step_of(session: Session, row: TaskRow) -> Node:
    """The element of the diagram that a task was opened by, in the instance's own version."""
    instance = corridor.load(session, row.tenant, row.instance_id)
    return definitions.diagram(session, row.tenant, instance.definition_id).nodes[row.node]


def require_act(session: Session, row: TaskRow, *acts: str) -> Node:
    """Refuse an act that the diagram does not open on the step; one of several is enough."""
    node = step_of(session, row)
    if not set(acts) & set(node.task_acts):
        raise ActClosed(act=acts[0], node=row.node)
    return node


def standing_of(session: Session, row: TaskRow) -> StandingRow | None:
    """How a task stands; None when nothing special was ever done with it."""
    return session.get(StandingRow, (row.tenant, row.id))


def standings_of(
    session: Session, tenant: str, task_ids: Collection[str]
) -> Mapping[str, StandingRow]:
    """How several tasks stand, by task."""
    rows = StandingRow
    query = select(rows).where(rows.tenant == tenant, rows.task_id.in_(task_ids))
    return {row.task_id: row for row in session.scalars(query)} if task_ids else {}


def fresh_standing(session: Session, row: TaskRow) -> StandingRow:
    """The standing of a task, made when there is none; the task's row is locked by the caller."""
    insert_if_absent(
        session, StandingRow, tenant=row.tenant, task_id=row.id, unit=row.unit, urges=0
    )
    return session.get_one(StandingRow, (row.tenant, row.id), populate_existing=True)


def require_fresh(row: TaskRow, version: int | None) -> None:
    """Refuse what was decided on an older page."""
    if version is not None and version != row.version:
        raise StaleTask(version=version, present=row.version)


def require_unhindered(session: Session, row: TaskRow) -> StandingRow | None:
    """Refuse to finish or move a task that is suspended or with a delegate.

    Answers how it stands; None says that nobody was ever asked to sign it either.
    """
    standing = standing_of(session, row)
    if standing is None:
        return None
    require_going_on(standing)
    if standing.owner is not None:
        raise Delegated(owner=standing.owner_name, delegate=row.assignee_name)
    return standing


def require_going_on(standing: StandingRow | None) -> None:
    """Refuse to act on a suspended task."""
    if standing is not None and standing.suspended_because is not None:
        raise Suspended(winner=standing.suspended_by, at=standing.suspended_at)


def end_delegation(session: Session, row: TaskRow) -> None:
    """Forget who owned a task that a supervisor gives to somebody else altogether."""
    standing = standing_of(session, row)
    if standing is not None:
        standing.owner = standing.owner_name = standing.delegated_at = None
