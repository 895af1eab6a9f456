"""Take an act back for ten seconds: what each task was before is kept with the act.

Taking back is an act of its own in the history; nothing is erased. A task that somebody touched
meanwhile stays as it is, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine import clock, tasks
from engine.actors import Actor
from engine.database import EPOCH, microseconds, new_id
from engine.errors import Conflict, NotFound, Refusal
from engine.instances import Calls
from engine.models import TaskRow
from engine.tasks.rows import remember
from workflows.cases import membership, work
from workflows.inbox.models import TaskMarkRow, UndoRow

#: What the page promises.
SECONDS: Final = 10
#: And what a slow line may still need after it.
GRACE: Final = timedelta(seconds=5)


class NothingToUndo(NotFound):
    """There is no such act of this person."""

    code = "nothing-to-undo"
    sentence = "Expected an act to take back, but there is none."


class UndoOver(Conflict):
    """The ten seconds are over, or the act is taken back already."""

    code = "undo-over"
    sentence = "Expected to take back within {seconds} seconds, but they are over."


@dataclass(frozen=True, kw_only=True)
class Step:
    """One task as it was before an act; instants are microseconds, as they are stored."""

    task_id: str
    #: The version that the act left.
    version: int
    assignee: str | None
    assignee_name: str | None
    instead_of: str | None
    claimed_at: int | None
    priority: int
    snoozed_until: int | None
    follow_up_at: int | None
    #: Whether the act moved the task from hand to hand.
    moved: bool = False

    def after(self, row: TaskRow) -> Step:
        """The step once the act is done."""
        moved = (row.assignee, row.instead_of) != (self.assignee, self.instead_of)
        return replace(self, version=row.version, moved=moved)


def before(session: Session, actor: Actor, task_id: str) -> Step:
    """How a task stands before an act."""
    row = tasks.load(session, actor, task_id, lock=True)
    mark = session.get(TaskMarkRow, (row.tenant, row.id))
    return Step(
        task_id=row.id, version=row.version, assignee=row.assignee,
        assignee_name=row.assignee_name, instead_of=row.instead_of,
        claimed_at=_stored(row.claimed_at), priority=row.priority,
        snoozed_until=_stored(mark.snoozed_until if mark else None),
        follow_up_at=_stored(mark.follow_up_at if mark else None),
    )  # fmt: skip


def _stored(instant: datetime | None) -> int | None:
    return None if instant is None else microseconds(instant)


def _instant(stored: int | None) -> datetime | None:
    return None if stored is None else EPOCH + timedelta(microseconds=stored)


def offer(session: Session, actor: Actor, verb: str, steps: Sequence[Step]) -> str:
    """Keep an act for taking back; answers its id, "" when nothing was done."""
    if not steps:
        return ""
    now = clock.now()
    session.execute(delete(UndoRow).where(UndoRow.ends_at < now - timedelta(minutes=10)))
    row = UndoRow(
        tenant=actor.tenant, id=new_id(), person_id=actor.id, unit=actor.unit, verb=verb,
        steps=[asdict(step) for step in steps],
        ends_at=now + timedelta(seconds=SECONDS) + GRACE,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def undo(session: Session, calls: Calls, actor: Actor, undo_id: str) -> dict[str, Refusal | None]:
    """Take an act of one's own back; answers each task with the refusal, if it stays."""
    row = session.get(UndoRow, (actor.tenant, undo_id), with_for_update=True)
    if row is None or row.person_id != actor.id:
        raise NothingToUndo
    if row.undone_at is not None or clock.now() > row.ends_at:
        raise UndoOver(seconds=SECONDS)
    row.undone_at = clock.now()
    found: dict[str, Refusal | None] = {}
    for plain in row.steps:
        step = Step(**plain)
        try:
            with session.begin_nested():
                _restore(session, calls, actor, step)
            found[step.task_id] = None
        except Refusal as refusal:
            found[step.task_id] = refusal
    return found


def _restore(session: Session, calls: Calls, actor: Actor, step: Step) -> None:
    row = tasks.load(session, actor, step.task_id, lock=True)
    held = row.assignee
    if step.moved:
        _hand_back(session, calls, actor, step, held)
    elif row.version != step.version:
        raise tasks.Undone
    row.priority = step.priority
    _restore_marks(session, row, step)
    if not step.moved:
        remember(session, actor, row, "task:undone")
    session.flush()


def _hand_back(session: Session, calls: Calls, actor: Actor, step: Step, held: str | None) -> None:
    was = tasks.Before(
        version=step.version, assignee=step.assignee, assignee_name=step.assignee_name,
        instead_of=step.instead_of, claimed_at=_instant(step.claimed_at),
    )  # fmt: skip
    row = tasks.put_back(session, calls, actor, step.task_id, was)
    if step.assignee:
        membership.add_person(session, row.tenant, row.business_key, step.assignee, "claim")
    if held and held != step.assignee:
        work.leave(session, row, held)


def _restore_marks(session: Session, row: TaskRow, step: Step) -> None:
    mark = session.get(TaskMarkRow, (row.tenant, row.id))
    if mark is not None:
        mark.snoozed_until = _instant(step.snoozed_until)
        mark.snoozed_by = step.assignee if step.snoozed_until else None
        mark.follow_up_at = _instant(step.follow_up_at)
