"""Delegate a task to somebody who does the work; it comes back to its owner, who finishes it.

What the delegate typed comes back as the owner's draft.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.errors import require_reason
from engine.instances import Calls
from engine.models import TaskRow
from engine.tasks.act_refusals import NotDelegated
from engine.tasks.drafts import pass_draft
from engine.tasks.models import StandingRow
from engine.tasks.refusals import NotYours
from engine.tasks.rows import held, load, remember, require_open
from engine.tasks.standings import (
    fresh_standing,
    require_act,
    require_fresh,
    require_unhindered,
    standing_of,
)


def delegate(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    person: str,
    reason: str,
    *,
    version: int | None = None,
) -> TaskRow:
    """Let another person work on a task in one's hands; one level, never further."""
    row = held(session, actor, task_id)
    require_fresh(row, version)
    require_act(session, row, "delegate")
    calls.guard(session, actor, "delegate", row)
    require_unhindered(session, row)
    why = require_reason(reason)
    standing = fresh_standing(session, row)
    standing.owner, standing.owner_name = actor.id, actor.name
    standing.delegated_at = clock.now()
    _hand(session, calls, row, person)
    remember(session, actor, row, "task:delegated", why, {"to": person})
    return row


def hand_back(session: Session, calls: Calls, actor: Actor, task_id: str, report: str) -> TaskRow:
    """The delegate is done and says so; the owner has the task again, with what was typed."""
    row = held(session, actor, task_id)
    standing = _delegation(session, row)
    calls.guard(session, actor, "hand-back", row)
    why = require_reason(report)
    _return(session, calls, row, standing)
    remember(session, actor, row, "task:handed-back", why, {"to": row.assignee})
    return row


def recall(session: Session, calls: Calls, actor: Actor, task_id: str, reason: str) -> TaskRow:
    """The owner takes a delegated task back before the delegate is done."""
    row = load(session, actor, task_id, lock=True)
    require_open(row)
    standing = _delegation(session, row)
    if standing.owner != actor.id:
        raise NotYours(holder=standing.owner_name)
    calls.guard(session, actor, "recall", row)
    why, before = require_reason(reason), row.assignee
    _return(session, calls, row, standing)
    remember(session, actor, row, "task:recalled", why, {"from": before})
    return row


def _delegation(session: Session, row: TaskRow) -> StandingRow:
    standing = standing_of(session, row)
    if standing is None or standing.owner is None:
        raise NotDelegated(task=row.id)
    return standing


def _return(session: Session, calls: Calls, row: TaskRow, standing: StandingRow) -> None:
    owner = str(standing.owner)
    pass_draft(session, row, str(row.assignee), owner)
    standing.owner = standing.owner_name = standing.delegated_at = None
    _hand(session, calls, row, owner)


def _hand(session: Session, calls: Calls, row: TaskRow, person: str) -> None:
    row.assignee, row.assignee_name = person, calls.name_of(session, row.tenant, person)
    row.claimed_at = clock.now()
    row.version += 1
