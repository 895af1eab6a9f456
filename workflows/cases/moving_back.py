"""Send a task back to an earlier step, or take one's own finished step back.

House deadlines of the step that is opened again start anew. A legal one is counted from the event
that began it, so an end that was running before never moves because of this.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from engine import clock, tasks
from engine.actors import Actor
from engine.instances import Calls
from engine.models import TaskRow
from workflows.cases import membership
from workflows.cases.acting import once
from workflows.cases.legal_clocks import keep_legal_ends
from workflows.cases.work import leave
from workflows.notifications.personal import about_task
from workflows.people.directory import holders


def send_back(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    target: str,
    reason: str,
    *,
    key: str = "",
    version: int | None = None,
) -> dict[str, Any]:
    """Let an earlier step be done again, by who did it when they still may, else by the pool."""

    def work(acting: Actor) -> dict[str, Any]:
        row = tasks.load(session, actor, task_id)
        opened = tasks.send_back(
            session, calls, acting, task_id, target, reason, version=version,
            to_doer=_doer_stays(session, row, target),
        )  # fmt: skip
        keep_legal_ends(session, calls, acting, opened)
        if opened.assignee is not None:
            _join(session, opened)
        about_task(
            session, opened, "task-sent-back", person=opened.assignee,
            member_group=None if opened.assignee else opened.candidate_group,
        )  # fmt: skip
        leave(session, row, actor.id)
        return {"task": opened.id}

    return once(session, actor, task_id, "send-back", key, work)


def take_back(
    session: Session, calls: Calls, actor: Actor, task_id: str, reason: str, *, key: str = ""
) -> dict[str, Any]:
    """Open a step again that one finished oneself, while nobody has acted on the next one."""

    def work(acting: Actor) -> dict[str, Any]:
        opened = tasks.take_back(session, calls, acting, task_id, reason)
        keep_legal_ends(session, calls, acting, opened)
        _join(session, opened)
        return {"task": opened.id}

    return once(session, actor, task_id, "take-back", key, work)


def _join(session: Session, row: TaskRow) -> None:
    membership.add_person(session, row.tenant, row.business_key, str(row.assignee), "claim")


def _doer_stays(session: Session, row: TaskRow, target: str) -> bool:
    """Whether who did the earlier step still holds a post for it."""
    done = next((each for each in tasks.ways_back(session, row) if each.node == target), None)
    if done is None:
        return False
    role, _, unit = done.candidate_group.partition("@")
    people = holders(session, row.tenant, role, unit, clock.now())
    return done.completed_by in {each.id for each in people}
