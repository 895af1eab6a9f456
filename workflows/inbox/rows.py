"""One line of the inbox: the task, its case, and whom it is about, masked until claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.models import TaskRow
from workflows.cases.models import CaseRow, PartyRow, PartyRole
from workflows.cases.parties import name_in_list
from workflows.inbox.selecting import page


class View(StrEnum):
    """Which tasks are shown."""

    ALL = "all"
    POOL = "pool"
    MINE = "mine"
    TODAY = "today"
    OVERDUE = "overdue"


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """A task as the list shows it."""

    task: TaskRow
    #: None for a task whose case file is gone.
    case: CaseRow | None
    #: Names of the parties, masked unless the reader holds the task.
    names: tuple[str, ...]
    mine: bool


def rows(
    session: Session, actor: Actor, view: View, *, end_of_today: datetime, most: int = 60
) -> Sequence[InboxRow]:
    """The first page of a view."""
    due_before = {View.TODAY: end_of_today, View.OVERDUE: clock.now()}.get(view)
    query = page(
        actor, with_mine=view != View.POOL, with_pool=view != View.MINE, due_before=due_before,
        most=most,
    )  # fmt: skip
    return _with_cases(session, actor, session.scalars(query).all())


def row_of(session: Session, actor: Actor, task: TaskRow) -> InboxRow:
    """One task as a line."""
    return _with_cases(session, actor, [task])[0]


def next_task(session: Session, actor: Actor) -> TaskRow | None:
    """The most urgent task of the pool."""
    query = page(actor, with_mine=False, with_pool=True, due_before=None, most=1)
    found: TaskRow | None = session.scalar(query)
    return found


def _with_cases(
    session: Session, actor: Actor, tasks: Sequence[TaskRow]
) -> Sequence[InboxRow]:
    keys = {task.business_key for task in tasks}
    cases = {
        case.id: case
        for case in session.scalars(
            select(CaseRow).where(CaseRow.tenant == actor.tenant, CaseRow.id.in_(keys))
        )
    }
    people: dict[str, list[PartyRow]] = {}
    shown = (PartyRole.VISITOR, PartyRole.APPLICANT, PartyRole.RESPONDENT)
    for party in session.scalars(
        select(PartyRow)
        .where(PartyRow.tenant == actor.tenant, PartyRow.case_id.in_(keys), PartyRow.role.in_(shown))
        .order_by(PartyRow.added_at, PartyRow.id)
    ):
        people.setdefault(party.case_id, []).append(party)
    return [
        InboxRow(
            task=task, case=cases.get(task.business_key), mine=task.assignee == actor.id,
            names=tuple(
                name_in_list(party, clear=task.assignee == actor.id)
                for party in people.get(task.business_key, [])[:2]
            ),
        )
        for task in tasks
    ]  # fmt: skip
