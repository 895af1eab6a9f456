"""One line of the inbox: the task, its case, and whom it is about, masked until claimed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.models import TaskRow
from engine.protection import Sensitivity
from engine.tasks import StandingRow, standings_of
from workflows.access import sight_of
from workflows.cases.models import CaseRow
from workflows.cases.parties import name_in_list
from workflows.cases.queries import main_parties
from workflows.inbox.selecting import page

#: Lines of one page of the inbox.
MOST = 60


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
    #: Urged, resting or delegated; None for most tasks.
    standing: StandingRow | None = None


def rows(
    session: Session, actor: Actor, view: View, *, end_of_today: datetime, most: int = MOST
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


def next_tasks(session: Session, actor: Actor, *, most: int = 5) -> Sequence[TaskRow]:
    """The most urgent tasks of the pool, so that a lost race can go on to the one after."""
    query = page(actor, with_mine=False, with_pool=True, due_before=None, most=most)
    found: Sequence[TaskRow] = session.scalars(query).all()
    return found


def takers(session: Session, actor: Actor, task_ids: Collection[str]) -> dict[str, str]:
    """Who took tasks that left the actor's list: task → name, "" for the actor.

    Only tasks of the actor's groups are told.
    """
    if not task_ids:
        return {}
    query = select(TaskRow.id, TaskRow.assignee, TaskRow.assignee_name).where(
        TaskRow.tenant == actor.tenant, TaskRow.id.in_(task_ids),
        TaskRow.candidate_group.in_(sorted(actor.groups)), TaskRow.assignee.is_not(None),
    )  # fmt: skip
    return {
        task_id: "" if assignee == actor.id else name or ""
        for task_id, assignee, name in session.execute(query)
    }


def _with_cases(session: Session, actor: Actor, tasks: Sequence[TaskRow]) -> Sequence[InboxRow]:
    keys = {task.business_key for task in tasks}
    query = select(CaseRow).where(CaseRow.tenant == actor.tenant, CaseRow.id.in_(keys))
    cases = {case.id: case for case in session.scalars(query)}
    people = main_parties(session, actor.tenant, keys)
    standings = standings_of(session, actor.tenant, [task.id for task in tasks])
    sees_names = Sensitivity.C2 in sight_of(actor).clear
    return [
        InboxRow(
            task=task, case=cases.get(task.business_key), mine=task.assignee == actor.id,
            standing=standings.get(task.id),
            names=tuple(
                name_in_list(party, clear=sees_names and task.assignee == actor.id)
                for party in people.get(task.business_key, [])
            ),
        )
        for task in tasks
    ]  # fmt: skip
