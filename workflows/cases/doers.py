"""Who somebody is to a task decides what they may do with it; the law says which acts.

To whom the case does not exist, the task does not either.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine import tasks
from engine.actors import Actor
from engine.models import TaskRow
from workflows.access import Permission, may, policy
from workflows.access.law import ACTS, Doer


def doers(session: Session, actor: Actor, row: TaskRow) -> frozenset[Doer]:
    """Everything that an actor is to a task."""
    found = _near(session, actor, row)
    if policy.reaches(session, actor, row.business_key):
        found |= {Doer.COLLEAGUE}
        found |= {Doer.SUPERVISOR} if may(actor, Permission.TASK_REASSIGN) else set()
    return frozenset(found)


def _near(session: Session, actor: Actor, row: TaskRow) -> set[Doer]:
    standing = tasks.standing_of(session, row)
    signers = tasks.signers_of(session, row.tenant, row.id)
    found = {
        Doer.HOLDER: row.assignee == actor.id,
        Doer.FINISHER: row.completed_by == actor.id,
        Doer.OWNER: standing is not None and standing.owner == actor.id,
        Doer.SIGNER: any(each.person == actor.id for each in signers),
    }
    return {doer for doer, holds in found.items() if holds}


def require_doer(session: Session, actor: Actor, act: str, row: TaskRow) -> None:
    """Refuse an act by somebody to whom the law does not give it."""
    if ACTS[act] & doers(session, actor, row):
        return
    policy.require_case(session, actor, row.business_key)
    raise policy.NotPermitted(permission=f"task:{act}")
