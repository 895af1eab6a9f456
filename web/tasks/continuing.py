"""What comes after a finished task: whoever sits with the visitor goes on with the next step.

The next step is taken for the person when it is open to the same group, in the same process, and
needs no second pair of eyes. Else the way leads to another task of the case in the person's hands,
then to the most urgent one that they hold, or back to the inbox.
"""

from __future__ import annotations

import contextlib

from flask import request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import definitions
from engine.errors import Refusal
from engine.instances import corridor
from engine.models import TaskRow, TaskStatus
from web.session import actor, runtime
from workflows import inbox
from workflows.cases import work


def take_next(session: Session, row: TaskRow) -> None:
    """Claim the step that follows, in the transaction that finished the one before.

    So no pool ever hears of a step that is taken at once. What forbids the claim undoes nothing.
    """
    following = _next(session, row)
    if following is None:
        return
    with contextlib.suppress(Refusal), session.begin_nested():
        work.claim(session, runtime().calls, actor(), following.id)


def next_page(row: TaskRow) -> str:
    """The address of the page that follows a finished task."""
    with runtime().database.read() as session:
        following = work.next_of_case(session, actor(), row.business_key)
        if following is None:
            following = inbox.next_held(session, actor())
    if following is None:
        return url_for("inbox.page")
    if request.form.get("_beside"):
        return url_for("inbox.page", task=following.id)
    return url_for("tasks.page", task_id=following.id)


def _next(session: Session, row: TaskRow) -> TaskRow | None:
    found = session.scalars(
        select(TaskRow).where(
            TaskRow.tenant == row.tenant, TaskRow.instance_id == row.instance_id,
            TaskRow.candidate_group == row.candidate_group, TaskRow.status == TaskStatus.OPEN,
            TaskRow.assignee.is_(None),
        ).order_by(TaskRow.priority, TaskRow.id)
    )  # fmt: skip
    return next((task for task in found if not _second_person(session, task)), None)


def _second_person(session: Session, row: TaskRow) -> bool:
    """Whether the diagram wants somebody who did not do the step before."""
    try:
        instance = corridor.load(session, row.tenant, row.instance_id)
        nodes = definitions.diagram(session, row.tenant, instance.definition_id).nodes
    except Refusal:
        return True
    return bool(nodes[row.node].not_by)
