"""Delegate a task and have it back: the delegate joins the case for as long as it takes."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from engine import tasks
from engine.actors import Actor
from engine.instances import Calls
from engine.models import TaskRow
from workflows.cases import membership
from workflows.cases.acting import once
from workflows.cases.work import leave, require_able
from workflows.cases.work import reassign as give_away
from workflows.notifications.personal import about_task


def reassign(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    person: str,
    reason: str,
    *,
    key: str = "",
    version: int | None = None,
) -> dict[str, Any]:
    """Give a task to somebody else for good, and tell them."""

    def work(acting: Actor) -> dict[str, Any]:
        row = give_away(session, calls, acting, task_id, person, reason, version=version)
        about_task(session, row, "task-reassigned", person=person)
        return {"task": row.id}

    return once(session, actor, task_id, "reassign", key, work)


def delegate(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    person: str,
    reason: str,
    *,
    key: str = "",
    version: int | None = None,
) -> dict[str, Any]:
    """Let somebody with a post for it work on a task; it comes back to the actor."""

    def work(acting: Actor) -> dict[str, Any]:
        row = tasks.delegate(session, calls, acting, task_id, person, reason, version=version)
        require_able(session, row, person)
        membership.add_person(session, row.tenant, row.business_key, person, "delegation")
        about_task(session, row, "task-delegated", person=person)
        return {"task": row.id}

    return once(session, actor, task_id, "delegate", key, work)


def hand_back(
    session: Session, calls: Calls, actor: Actor, task_id: str, report: str, *, key: str = ""
) -> dict[str, Any]:
    """Return a delegated task to its owner, with a word about what was done."""

    def work(acting: Actor) -> dict[str, Any]:
        row = tasks.hand_back(session, calls, acting, task_id, report)
        _end_delegation(session, row, actor.id)
        about_task(session, row, "task-handed-back", person=row.assignee)
        return {"task": row.id}

    return once(session, actor, task_id, "hand-back", key, work)


def recall(
    session: Session, calls: Calls, actor: Actor, task_id: str, reason: str, *, key: str = ""
) -> dict[str, Any]:
    """Take a delegated task back from the delegate, who is told."""

    def work(acting: Actor) -> dict[str, Any]:
        delegated_to = tasks.load(session, actor, task_id).assignee or ""
        row = tasks.recall(session, calls, acting, task_id, reason)
        _end_delegation(session, row, delegated_to)
        about_task(session, row, "task-recalled", person=delegated_to)
        return {"task": row.id}

    return once(session, actor, task_id, "recall", key, work)


def _end_delegation(session: Session, row: TaskRow, person: str) -> None:
    session.flush()
    leave(session, row, person, basis="delegation")
