"""Hands beyond the plain ones: B takes for A who is away, and an act is taken back at once.

Nobody loses a task by this: the one who stands in must be able to take it, the domain's guard is
asked as for any other verb, and the history names both people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.errors import Conflict
from engine.instances import Calls
from engine.models import TaskRow
from engine.tasks.drafts import pass_draft
from engine.tasks.rows import load, remember, require_open

#: Priority of a task that somebody put forward, and of one that nobody did.
FORWARD, ORDINARY = 4, 5


class Undone(Conflict):
    """Taking back is possible only while nobody has touched the task since."""

    code = "too-late-to-undo"
    sentence = "Expected the task as the act left it, but somebody has changed it since."


@dataclass(frozen=True, kw_only=True)
class Before:
    """Who held a task before an act, and the version that the act left behind."""

    version: int
    assignee: str | None = None
    assignee_name: str | None = None
    instead_of: str | None = None
    claimed_at: datetime | None = None


def give_instead(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    *,
    person: str,
    instead_of: str | None,
    facts: Mapping[str, Any] | None = None,
) -> TaskRow:
    """Put an open task into the hands of a person who acts for another, or back into theirs."""
    row = load(session, actor, task_id, lock=True)
    calls.guard(session, actor, "stand-in", row)
    require_open(row)
    said = {"from": row.assignee, "to": person, **(facts or {})}
    if row.assignee is not None:
        pass_draft(session, row, row.assignee, person)
    row.assignee, row.assignee_name = person, calls.name_of(session, actor.tenant, person)
    row.instead_of, row.claimed_at = instead_of, clock.now()
    row.version += 1
    remember(session, actor, row, "task:stood-in" if instead_of else "task:given-back", "", said)
    return row


def put_back(session: Session, calls: Calls, actor: Actor, task_id: str, before: Before) -> TaskRow:
    """Give a task back to whoever held it before an act, while it is as the act left it."""
    row = load(session, actor, task_id, lock=True)
    calls.guard(session, actor, "undo", row)
    require_open(row)
    if row.version != before.version:
        raise Undone
    said = {"from": row.assignee, "to": before.assignee}
    row.assignee, row.assignee_name = before.assignee, before.assignee_name
    row.instead_of, row.claimed_at = before.instead_of, before.claimed_at
    row.version += 1
    remember(session, actor, row, "task:undone", "", said)
    return row


def put_forward(
    session: Session, calls: Calls, actor: Actor, task_id: str, *, forward: bool, reason: str
) -> TaskRow:
    """Let a task go before the ordinary ones, or no longer; risk stands above either."""
    row = load(session, actor, task_id, lock=True)
    calls.guard(session, actor, "put-forward", row)
    require_open(row)
    if row.priority in {FORWARD, ORDINARY}:
        row.priority = FORWARD if forward else ORDINARY
    row.version += 1
    remember(session, actor, row, "task:put-forward", reason, {"priority": row.priority})
    return row
