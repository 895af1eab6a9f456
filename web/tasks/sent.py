"""What was sent with a finished task, read again by whoever may; and what lies open beside it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.models import SubmissionRow, TaskRow, TaskStatus
from web.rendering import instant
from web.rendering.submissions import read_submission
from workflows.access import Sight
from workflows.cases import queries
from workflows.people.directory import name_of


def sent_with(session: Session, actor: Actor, row: TaskRow, sight: Sight) -> dict[str, Any]:
    """The answers of a finished task, with who sent them and when; nothing for others."""
    if row.status != TaskStatus.COMPLETED or not row.form_id:
        return {}
    if not queries.reads_the_file(actor) and row.completed_by != actor.id:
        return {}
    found = session.scalar(
        select(SubmissionRow).where(
            SubmissionRow.tenant == row.tenant, SubmissionRow.task_id == row.id
        )
    )
    if found is None:
        return {}
    name, answers = read_submission(session, actor, found, sight)
    by = name_of(session, row.tenant, found.person)
    return {
        "answers": answers, "sent": {"name": name, "by": by, "at": instant(found.event_time)}
    }  # fmt: skip
