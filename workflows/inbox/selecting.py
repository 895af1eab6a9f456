"""The SQL of the inbox: short index ranges, merged by urgency, however many tasks are open.

Each group's open pool is an index range sorted by priority, due date and age. A page takes one
page's length from each range and sorts the few rows. What narrows by risk or due date makes one
range of each priority, so that both ends of it are found in the index; a cursor (the last line of
the page before) begins each range after itself, so a deep page costs what the first one does.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from engine.actors import Actor
from engine.database import microseconds, table
from engine.models import TaskRow, TaskStatus
from workflows.access import Permission, may
from workflows.access.models import ReachableRow
from workflows.access.policy import sealed_from, visible_to
from workflows.access.sight import posts
from workflows.inbox.filters import (
    PRIORITIES,
    RISKS,
    Cursor,
    Due,
    Filter,
    Moment,
    View,
    due_of,
)
from workflows.inbox.models import TaskMarkRow, WatchRow

Condition = ColumnElement[bool]
#: Conditions are built for each request, which is cheaper on the table's own columns.
TASK: Final = table(TaskRow).c
#: Written into the statement: a partial index is used only for a value that is plain to see.
OPEN: ColumnElement[str] = literal_column(f"'{TaskStatus.OPEN.value}'")
#: A statement of more parts is refused by SQLite (500) and long to plan anywhere; who is in so many
#: groups pays with longer ranges instead.
MOST_RANGES = 200
#: `urgent_by` of a task without a due date.
NEVER = 9_000_000_000_000_000_000


def urgency() -> tuple[Any, ...]:
    """Priority, then effective due, then age."""
    return (TASK.priority, TASK.urgent_by, TASK.id)


def mine(actor: Actor) -> Condition:
    """Open tasks in the actor's hands."""
    return held_by(actor.tenant, actor.id)


def held_by(tenant: str, person_id: str) -> Condition:
    """Open tasks in somebody's hands."""
    return (TASK.tenant == tenant) & (TASK.assignee == person_id) & (TASK.status == OPEN)


def pool_of(tenant: str, candidate_group: str) -> Condition:
    """Open tasks of one group that nobody has taken."""
    return (
        (TASK.tenant == tenant)
        & (TASK.candidate_group == candidate_group)
        & (TASK.status == OPEN)
        & (TASK.assignee.is_(None))
    )


def of_unit(tenant: str, unit: str) -> Condition:
    """Open tasks of one unit, whoever holds them."""
    return (TASK.tenant == tenant) & (TASK.unit == unit) & (TASK.status == OPEN)


def watched(actor: Actor) -> Condition:
    """Open tasks of cases that the actor watches and that still exist for them."""
    cases = select(WatchRow.case_id).where(
        WatchRow.tenant == actor.tenant, WatchRow.person_id == actor.id
    )
    there = select(ReachableRow.id).where(ReachableRow.id.in_(cases), visible_to(actor))
    return (
        (TASK.tenant == actor.tenant)
        & TASK.business_key.in_(there)
        & (TASK.status == TaskStatus.OPEN)
    )


def stood_in(actor: Actor, absent: Sequence[tuple[str, Sequence[str]]]) -> Condition:
    """Open tasks in the hands of people for whom the actor stands in, within what was agreed."""
    parts = [
        (TASK.assignee == person) & (TASK.process.in_(kinds) if kinds else true())
        for person, kinds in absent
    ]
    return (
        (TASK.tenant == actor.tenant)
        & or_(*parts)
        & TASK.candidate_group.in_(sorted(actor.groups))
        & (TASK.status == OPEN)
    )


def asleep(now: datetime) -> Condition:
    """The task is laid aside by its holder until later."""
    return exists().where(
        TaskMarkRow.tenant == TASK.tenant, TaskMarkRow.id == TASK.id,
        TaskMarkRow.snoozed_until > now, TaskMarkRow.snoozed_by == TASK.assignee,
    )  # fmt: skip


def followed_up(before: datetime) -> Condition:
    """Somebody wanted to look at the task again before an instant."""
    return exists().where(
        TaskMarkRow.tenant == TASK.tenant, TaskMarkRow.id == TASK.id,
        TaskMarkRow.follow_up_at < before,
    )  # fmt: skip


def led_units(actor: Actor) -> list[str]:
    """Units whose work the actor steers: the team."""
    units = {unit for _, unit in posts(actor)}
    return sorted(unit for unit in units if may(actor, Permission.TASK_REASSIGN, unit=unit))


def pools(actor: Actor, unit: str = "") -> list[Condition]:
    """The pools that the actor may take from, at one unit or at all of theirs."""
    names = sorted(name for name in actor.groups if not unit or name.endswith(f"@{unit}"))
    return [pool_of(actor.tenant, name) for name in names]


@functools.cache
def any_of(priorities: tuple[int, ...]) -> Condition:
    """The task has one of some priorities; built once, as there are few such choices."""
    return TASK.priority.in_([literal_column(str(each)) for each in priorities])


def narrow(wanted: Filter) -> list[Condition]:
    """What the filter says of each row besides risk and due date."""
    found: list[Condition] = []
    if wanted.process:
        found.append(TASK.process == wanted.process)
    if wanted.node:
        found.append(TASK.node == wanted.node)
    return found


def ranges(actor: Actor, wanted: Filter, at: Moment, *, in_order: bool = True) -> list[Condition]:
    """The index ranges that a filtered view is made of; they do not overlap.

    Whoever only counts needs no order and gets fewer ranges.
    """
    parts = [*_personal(actor, wanted, at), *_shared(actor, wanted, at, in_order=in_order)]
    return [and_(part, *narrow(wanted)) for part in parts]


def _of_person(actor: Actor, view: View, at: Moment) -> Condition | None:
    """What one person holds in a view; built for the one that is asked, as building costs time."""
    match view:
        case View.SNOOZED:
            return mine(actor) & asleep(at.now)
        case View.WATCHING:
            return watched(actor)
        case View.STANDING_IN:
            return stood_in(actor, at.absent) if at.absent else None
        case View.MINE | View.ALL | View.TODAY | View.OVERDUE:
            return mine(actor) & ~asleep(at.now)
    return None


def _personal(actor: Actor, wanted: Filter, at: Moment) -> list[Condition]:
    """Ranges of what one person holds: short, so that any filter may be asked of each row."""
    base = _of_person(actor, wanted.view, at)
    if base is None:
        return []
    said = [base]
    if wanted.unit:
        said.append(TASK.unit == wanted.unit)
    if wanted.risk:
        said.append(any_of(RISKS[wanted.risk]))
    due = _due(wanted, at)
    if due is not None:
        again = due_of(wanted) == Due.TODAY
        said.append(or_(due, followed_up(at.end_of_today)) if again else due)
    return [and_(*said)]


def _shared(actor: Actor, wanted: Filter, at: Moment, *, in_order: bool) -> list[Condition]:
    """Ranges that may be long: one for each group or unit, split by priority when narrowed."""
    if wanted.view == View.TEAM:
        units = [unit for unit in led_units(actor) if wanted.unit in {"", unit}]
        parts = [of_unit(actor.tenant, unit) for unit in units]
    elif wanted.view in {View.ALL, View.POOL, View.TODAY, View.OVERDUE}:
        parts = pools(actor, wanted.unit)
    else:
        return []
    due = _due(wanted, at)
    if due is None and not wanted.risk:
        return parts
    said = [] if due is None else [due]
    priorities = RISKS[wanted.risk] if wanted.risk else PRIORITIES
    if not in_order or len(parts) * len(priorities) > MOST_RANGES:
        return [and_(part, any_of(priorities), *said) for part in parts]
    return [and_(part, TASK.priority == each, *said) for part in parts for each in priorities]


def _due(wanted: Filter, at: Moment) -> Condition | None:
    kind = due_of(wanted)
    if kind == Due.NEVER:
        return TASK.urgent_by >= NEVER
    before = at.before(kind)
    return None if before is None else TASK.urgent_by < microseconds(before)


def page(parts: Sequence[Condition], *, after: Cursor | None = None, most: int) -> Select[Any]:
    """The tasks of one page of some ranges, most urgent first."""
    if not parts:
        return select(TaskRow).where(TaskRow.id.is_(None))
    limited = [_limited(part, after, most).subquery() for part in parts]
    merged = union_all(*[select(part) for part in limited]).subquery()
    chosen = (
        select(merged)
        .order_by(merged.c.priority, merged.c.urgent_by, merged.c.id)
        .limit(most)
        .subquery()
    )
    return (
        select(TaskRow)
        .join(chosen, (TaskRow.tenant == chosen.c.tenant) & (TaskRow.id == chosen.c.id))
        .order_by(chosen.c.priority, chosen.c.urgent_by, chosen.c.id)
    )


def with_seal(query: Select[Any], actor: Actor) -> Select[Any]:
    """The same page with a word on each row: whether it is sealed from the actor.

    Asked of the few rows of a page only; a sealed case waits in nobody else's list.
    """
    hidden = and_(
        or_(TaskRow.assignee.is_(None), TaskRow.assignee != actor.id),
        sealed_from(actor, TaskRow.business_key),
    )
    return query.add_columns(hidden.label("hidden"))


def _limited(condition: Condition, after: Cursor | None, most: int) -> Select[Any]:
    query = select(TASK.tenant, *urgency()).where(condition)
    if after is not None:
        place = tuple_(*(literal(value) for value in (after.priority, after.urgent_by, after.id)))
        query = query.where(tuple_(*urgency()) > place)
    return query.order_by(*urgency()).limit(most)
