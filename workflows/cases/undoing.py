"""Undo an act on a task within seconds, with everything that was done beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import tasks
from engine.actors import Actor
from engine.instances import Calls
from engine.models import HistoryRow, TaskRow, TaskStatus
from workflows.cases import membership
from workflows.cases.acting import once
from workflows.cases.legal_clocks import keep_ends
from workflows.cases.resting import go_on
from workflows.cases.work import leave
from workflows.deadlines import BasisKind
from workflows.notifications.personal import of_task

#: The notice that told somebody of an act, and the membership that it brought.
_BESIDE: Mapping[str, tuple[str, str]] = {
    "task:reassigned": ("task-reassigned", "assignment"),
    "task:delegated": ("task-delegated", "delegation"),
    "task:signer-added": ("signature-asked", "signing"),
    "task:signer-dropped": ("signature-dropped", ""),
    "task:copied": ("task-copied", "copy"),
    "task:urged": ("task-urged", ""),
    "task:sent-back": ("task-sent-back", ""),
}


def undo(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    tag: str,
    reason: str,
    *,
    key: str = "",
) -> dict[str, Any]:
    """Undo the act of a tag if it was the actor's, the last, and just now."""

    def work(acting: Actor) -> dict[str, Any]:
        row = tasks.load(session, actor, task_id)
        undone = tasks.undo(session, calls, acting, task_id, tag, reason)
        session.flush()
        opened = _open_now(session, row)
        _undo_beside(session, calls, acting, row, undone, opened)
        if tag == "task:suspended":
            go_on(session, calls, acting, row, reason)
        return {"task": opened.id}

    return once(session, actor, task_id, f"undo:{tag}", key, work)


def _open_now(session: Session, row: TaskRow) -> TaskRow:
    """The task of the same step that is open now: another one after a way back and forth."""
    rows = TaskRow
    query = select(rows).where(
        rows.tenant == row.tenant, rows.instance_id == row.instance_id, rows.node == row.node,
        rows.item == row.item, rows.status == TaskStatus.OPEN,
    )  # fmt: skip
    return session.scalar(query.order_by(rows.id.desc()).limit(1)) or row


def _given_up(session: Session, row: TaskRow, undone: HistoryRow) -> TaskRow:
    """The earlier step that sending back had opened, and undoing it has closed again."""
    rows = TaskRow
    query = select(rows).where(
        rows.tenant == row.tenant, rows.instance_id == row.instance_id,
        rows.node == undone.facts.get("target"), rows.status == TaskStatus.CANCELLED,
    )  # fmt: skip
    return session.scalar(query.order_by(rows.id.desc()).limit(1)) or row


def _undo_beside(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, undone: HistoryRow, opened: TaskRow
) -> None:
    """Take back the notice, unless it was read, and the membership that the act brought."""
    template, basis = _BESIDE.get(undone.tag, ("", ""))
    told, before = str(undone.facts.get("to") or ""), undone.facts.get("from")
    about = _given_up(session, row, undone) if undone.tag == "task:sent-back" else row
    for notice in list(of_task(session, about, template))[-1:]:
        if notice.read_at is None:
            session.delete(notice)
    if undone.tag == "task:signer-dropped":
        membership.add_person(session, row.tenant, row.business_key, told, "signing")
    elif basis:
        leave(session, row, told, basis=basis)
    if undone.tag == "task:reassigned" and before:
        membership.add_person(session, row.tenant, row.business_key, str(before), "claim")
    if undone.tag == "task:sent-back":
        membership.add_person(session, row.tenant, row.business_key, actor.id, "claim")
        keep_ends(session, calls, actor, opened, (BasisKind.LAW, BasisKind.HOUSE))
