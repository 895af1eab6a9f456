"""Undo an act within seconds, while it is the last thing that happened to the task.

The history keeps both. What the domain did beside the act (a notice, a clock) it undoes itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.instances import Calls
from engine.models import HistoryRow, TaskRow, TaskStatus
from engine.tasks.act_refusals import UndoTooLate
from engine.tasks.drafts import pass_draft
from engine.tasks.models import SignerRow
from engine.tasks.moving_back import again, last_deeds
from engine.tasks.refusals import NoSuchTask
from engine.tasks.rows import load, remember
from engine.tasks.standings import standing_of

#: Ten seconds on the page and a few for the way.
WITHIN = timedelta(seconds=15)


def last_act(session: Session, actor: Actor, row: TaskRow) -> HistoryRow | None:
    """The actor's own act on a task if it can still be undone."""
    last = next(iter(last_deeds(session, row)), None)
    if last is None or last.tag not in UNDO or last.actor != actor.id:
        return None
    return last if clock.now() - last.entry_time <= WITHIN else None


def undo(
    session: Session, calls: Calls, actor: Actor, task_id: str, tag: str, reason: str
) -> HistoryRow:
    """Undo the act named by its tag; answers the fact that was undone."""
    row = load(session, actor, task_id, lock=True)
    last = last_act(session, actor, row)
    if last is None or last.tag != tag:
        if not any(deed.actor == actor.id for deed in last_deeds(session, row, most=100)):
            raise NoSuchTask(task=task_id)
        raise UndoTooLate(act=tag)
    UNDO[tag](session, calls, actor, row, {**last.facts, "reason": reason})
    remember(session, actor, row, "task:act-undone", facts={"act": tag})
    return last


def _reassigned(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, facts: Mapping[str, Any]
) -> None:
    before = facts.get("from")
    row.assignee = before
    row.assignee_name = before and calls.name_of(session, row.tenant, before)
    row.claimed_at = clock.now() if before else None
    row.version += 1


def _delegated(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, facts: Mapping[str, Any]
) -> None:
    standing = standing_of(session, row)
    if standing is not None:
        standing.owner = standing.owner_name = standing.delegated_at = None
    pass_draft(session, row, str(row.assignee), actor.id)
    _reassigned(session, calls, actor, row, {"from": actor.id})


def _signer_added(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, facts: Mapping[str, Any]
) -> None:
    _signer(session, row, facts).dropped_at = clock.now()


def _signer_dropped(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, facts: Mapping[str, Any]
) -> None:
    _signer(session, row, facts).dropped_at = None


def _signer(session: Session, row: TaskRow, facts: Mapping[str, Any]) -> SignerRow:
    rows = SignerRow
    query = select(rows).where(
        rows.tenant == row.tenant, rows.task_id == row.id, rows.person == facts["to"]
    )
    return session.scalars(query.order_by(rows.id.desc()).limit(1)).one()


def _urged(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, facts: Mapping[str, Any]
) -> None:
    standing = standing_of(session, row)
    if standing is not None:
        standing.urges -= 1
        standing.urged_at = standing.urged_by = None


def _suspended(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, facts: Mapping[str, Any]
) -> None:
    standing = standing_of(session, row)
    if standing is not None:
        standing.suspended_because = standing.suspended_at = standing.suspended_by = None


def _sent_back(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, facts: Mapping[str, Any]
) -> None:
    """Go on again at the step that was sent back, while the earlier one is untouched."""
    rows = TaskRow
    opened = session.scalar(
        select(rows).where(
            rows.tenant == row.tenant, rows.instance_id == row.instance_id,
            rows.node == facts["target"], rows.item == row.item,
            rows.status == TaskStatus.OPEN, rows.version == 1,
        ).order_by(rows.id.desc()).limit(1)
    )  # fmt: skip
    if opened is None or last_deeds(session, opened):
        raise UndoTooLate(act="task:sent-back")
    again(session, calls, actor, opened, row, actor.id, str(facts["reason"]))


def _nothing(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, facts: Mapping[str, Any]
) -> None:
    """A copy is the domain's notice alone."""


Undo = Callable[[Session, Calls, Actor, TaskRow, Mapping[str, Any]], None]

#: How each act is undone, by the tag of its fact.
UNDO: Mapping[str, Undo] = {
    "task:reassigned": _reassigned,
    "task:delegated": _delegated,
    "task:signer-added": _signer_added,
    "task:signer-dropped": _signer_dropped,
    "task:urged": _urged,
    "task:suspended": _suspended,
    "task:sent-back": _sent_back,
    "task:copied": _nothing,
}
