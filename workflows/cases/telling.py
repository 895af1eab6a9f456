"""Send a copy of a task with a receipt, and urge whoever has it; both are notices of the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from engine import tasks
from engine.actors import Actor
from engine.instances import Calls
from engine.models import TaskRow
from workflows.cases import membership
from workflows.cases.acting import once, require_colleague
from workflows.notifications import NoticeRow
from workflows.notifications.personal import about_task, of_task

COPIED = "task-copied"
URGED = "task-urged"


def copy(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    person: str,
    words: str = "",
    *,
    key: str = "",
) -> dict[str, Any]:
    """Let a colleague know of a task; when they read it stands in the receipt."""

    def work(acting: Actor) -> dict[str, Any]:
        row = tasks.copy(session, calls, acting, task_id, person, words)
        require_colleague(session, row, person)
        membership.add_person(session, row.tenant, row.business_key, person, "copy")
        return {"notice": about_task(session, row, COPIED, person=person).id}

    return once(session, actor, task_id, f"copy:{person}", key, work)


def copies_of(session: Session, row: TaskRow) -> Sequence[NoticeRow]:
    """The copies of a task, oldest first; each is its own receipt."""
    return of_task(session, row, COPIED)


def urge(
    session: Session, calls: Calls, actor: Actor, task_id: str, words: str = "", *, key: str = ""
) -> dict[str, Any]:
    """Urge the holder of a task, or everybody who could take it."""

    def work(acting: Actor) -> dict[str, Any]:
        standing = tasks.urge(session, calls, acting, task_id, words)
        row = tasks.load(session, actor, task_id)
        about_task(
            session, row, URGED, person=row.assignee,
            member_group=None if row.assignee else row.candidate_group,
            facts={"times": standing.urges},
        )  # fmt: skip
        return {"times": standing.urges}

    return once(session, actor, task_id, "urge", key, work)
