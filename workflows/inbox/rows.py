"""One line of the inbox: the task, its case, and whom it is about, masked until claimed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

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
from workflows.inbox.counting import moment
from workflows.inbox.filters import Cursor, Filter, Moment, View
from workflows.inbox.models import TaskMarkRow, WatchRow
from workflows.inbox.selecting import page, ranges, with_seal

#: Lines of one page of the inbox.
MOST = 60


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """A task as the list shows it."""

    task: TaskRow
    #: None for a task whose case file is gone.
    case: CaseRow | None
    #: Names of the parties, masked unless the reader holds the task.
    names: tuple[str, ...]
    mine: bool
    mark: TaskMarkRow | None = None
    watched: bool = False
    #: Urged, resting or delegated; None for most tasks.
    standing: StandingRow | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some lines, and where the next page begins; None at the end."""

    rows: Sequence[InboxRow]
    after: Cursor | None


def rows(
    session: Session,
    actor: Actor,
    wanted: Filter,
    *,
    end_of_today: datetime,
    after: Cursor | None = None,
    most: int = MOST,
) -> Page:
    """One page of a view, most urgent first."""
    parts = ranges(actor, wanted, moment(session, actor, end_of_today))
    query = page(parts, after=after, most=most + 1)
    found = session.execute(with_seal(query, actor)).all()
    # One row more was asked for, only to know that there is one.
    on_page = found[:most]
    shown = [task for task, hidden in on_page if not hidden]
    last = on_page[-1][0] if len(found) > most else None
    return Page(rows=with_cases(session, actor, shown), after=last and place_of(last))


def place_of(task: TaskRow) -> Cursor:
    """The place of a task in the order of every list."""
    return Cursor(priority=task.priority, urgent_by=task.urgent_by, id=task.id)


def row_of(session: Session, actor: Actor, task: TaskRow) -> InboxRow:
    """One task as a line."""
    return with_cases(session, actor, [task])[0]


def next_tasks(session: Session, actor: Actor, *, most: int = 5) -> Sequence[TaskRow]:
    """The most urgent tasks of the pool, so that a lost race can go on to the one after."""
    return _first(session, actor, View.POOL, most)


def next_held(session: Session, actor: Actor) -> TaskRow | None:
    """The most urgent task in the actor's own hands that is not laid aside."""
    return next(iter(_first(session, actor, View.MINE, 1)), None)


def _first(session: Session, actor: Actor, view: View, most: int) -> Sequence[TaskRow]:
    now = clock.now()
    parts = ranges(actor, Filter(view=view), Moment(now=now, end_of_today=now))
    found = session.execute(with_seal(page(parts, most=most), actor)).all()
    return [task for task, hidden in found if not hidden]


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


def with_cases(session: Session, actor: Actor, tasks: Sequence[TaskRow]) -> Sequence[InboxRow]:
    """Tasks as lines, in the given order."""
    keys = {task.business_key for task in tasks}
    query = select(CaseRow).where(CaseRow.tenant == actor.tenant, CaseRow.id.in_(keys))
    cases = {case.id: case for case in session.scalars(query)}
    people = main_parties(session, actor.tenant, keys)
    marks, watched = _marks(session, actor, tasks), _watched(session, actor, keys)
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
            mark=marks.get(task.id), watched=task.business_key in watched,
        )
        for task in tasks
    ]  # fmt: skip


def _marks(session: Session, actor: Actor, tasks: Sequence[TaskRow]) -> dict[str, TaskMarkRow]:
    rows, ids = TaskMarkRow, [task.id for task in tasks]
    query = select(rows).where(rows.tenant == actor.tenant, rows.id.in_(ids))
    return {row.id: row for row in session.scalars(query)}


def _watched(session: Session, actor: Actor, keys: Collection[str]) -> set[str]:
    rows = WatchRow
    query = select(rows.case_id).where(
        rows.tenant == actor.tenant, rows.person_id == actor.id, rows.case_id.in_(keys)
    )
    return set(session.scalars(query))
