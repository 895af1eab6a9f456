"""Let a task rest for a reason that the rules know, and let it go on.

Which clocks stand still meanwhile is the domain's to decide and to do in the same transaction.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.errors import require_reason
from engine.instances import Calls
from engine.models import TaskRow
from engine.tasks.act_refusals import NotSuspended
from engine.tasks.models import StandingRow
from engine.tasks.rows import load, remember, require_open
from engine.tasks.standings import (
    fresh_standing,
    require_act,
    require_fresh,
    require_going_on,
    standing_of,
)


def suspend(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    because: str,
    reason: str,
    *,
    version: int | None = None,
) -> TaskRow:
    """Let an open task rest; `because` is a code that the caller has checked."""
    row = load(session, actor, task_id, lock=True)
    calls.guard(session, actor, "suspend", row)
    require_open(row)
    require_fresh(row, version)
    require_act(session, row, "suspend")
    why, standing = require_reason(reason), fresh_standing(session, row)
    require_going_on(standing)
    standing.suspended_because, standing.suspended_at = because, clock.now()
    standing.suspended_by = actor.name
    remember(session, actor, row, "task:suspended", why, {"because": because})
    return row


def resume(session: Session, calls: Calls, actor: Actor, task_id: str, reason: str) -> TaskRow:
    """Let a resting task go on; also one that the case left behind, because its clocks may rest."""
    row = load(session, actor, task_id, lock=True)
    calls.guard(session, actor, "resume", row)
    why, standing = require_reason(reason), _resting(session, row)
    because = standing.suspended_because
    standing.suspended_because = standing.suspended_at = standing.suspended_by = None
    remember(session, actor, row, "task:resumed", why, {"because": because})
    return row


def wake(session: Session, actor: Actor, task_id: str) -> TaskRow:
    """The case has left a resting task behind, so it rests no more; nobody decided this."""
    row = load(session, actor, task_id, lock=True)
    standing = _resting(session, row)
    facts = {"because": standing.suspended_because}
    standing.suspended_because = standing.suspended_at = standing.suspended_by = None
    remember(session, actor, row, "task:resumed", facts=facts)
    return row


def _resting(session: Session, row: TaskRow) -> StandingRow:
    standing = standing_of(session, row)
    if standing is None or standing.suspended_because is None:
        raise NotSuspended(task=row.id)
    return standing
