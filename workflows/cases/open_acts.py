"""Which acts on a task are open to somebody now: by the diagram, by the law, by how it stands.

The same questions are asked again when the act is done; this list only decides what is offered.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine import tasks
from engine.actors import Actor
from engine.errors import Refusal
from engine.models import TaskRow, TaskStatus
from workflows.access.law import ACTS
from workflows.cases.doers import doers

#: Acts that need no attribute of their own: they end or answer one that was opened.
_FOLLOWING = {
    "hand-back": "delegate",
    "recall": "delegate",
    "resume": "suspend",
}
_SIGNING = frozenset({"sign-all", "sign-any"})


def open_acts(session: Session, actor: Actor, row: TaskRow) -> list[str]:
    """The acts that an actor may do with a task now, in the order of the law."""
    mine = doers(session, actor, row)
    allowed = [act for act, who in ACTS.items() if who & mine]
    if not allowed:
        return []
    drawn = set(tasks.step_of(session, row).task_acts)
    if row.status == TaskStatus.COMPLETED:
        return ["take-back"] if _may_take_back(session, actor, row, allowed, drawn) else []
    standing = _standing(session, actor, row)
    if row.status != TaskStatus.OPEN:
        return ["resume"] if standing["resume"] and "resume" in allowed else []
    return [act for act in allowed if _is_drawn(act, drawn) and standing[act]]


def _is_drawn(act: str, drawn: set[str]) -> bool:
    if act in {"add-signer", "drop-signer", "sign"}:
        return bool(drawn & _SIGNING)
    return _FOLLOWING.get(act, act) in drawn


def _standing(session: Session, actor: Actor, row: TaskRow) -> dict[str, bool]:
    """Whether each act fits how the task stands."""
    standing = tasks.standing_of(session, row)
    delegated = standing is not None and standing.owner is not None
    resting = standing is not None and standing.suspended_because is not None
    signers = tasks.signers_of(session, row.tenant, row.id)
    free = not delegated and not resting
    return {
        **dict.fromkeys(ACTS, True),
        "send-back": free and bool(tasks.ways_back(session, row)),
        "take-back": False,
        "delegate": free,
        "hand-back": delegated,
        "recall": delegated,
        "drop-signer": bool(signers),
        "urge": row.assignee != actor.id,
        "suspend": not resting,
        "resume": resting,
    }


def _may_take_back(
    session: Session, actor: Actor, row: TaskRow, allowed: list[str], drawn: set[str]
) -> bool:
    if "take-back" not in allowed or "take-back" not in drawn:
        return False
    try:
        tasks.follower_of(session, actor, row)
    except Refusal:
        return False
    return True
