"""How much waits: the numbers beside the views and in the navigation.

Nobody reads "3718" beside a view: a number is exact below `COUNTED` and a plus beyond, so each
range is counted to there and no further. That keeps the cost independent of how much is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Label, Select, func, literal, literal_column, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql.util import ClauseAdapter

from engine import clock
from engine.actors import Actor
from engine.database import table
from engine.models import FailureRow, TaskRow, TaskStatus
from workflows.access import Permission, may
from workflows.access.models import ReachableRow
from workflows.access.policy import is_member
from workflows.access.sight import posts
from workflows.inbox.filters import Filter, Moment, View
from workflows.inbox.selecting import (
    MOST_RANGES,
    TASK,
    Condition,
    led_units,
    mine,
    pools,
    ranges,
)
from workflows.people import absences, directory

_ONE: Final[Label[int]] = literal_column("1").label("one")
#: Priority of tasks that belong to a running emergency.
EMERGENCY = 0
#: Numbers are exact below this.
COUNTED = 1000


def counts(
    session: Session, actor: Actor, *, end_of_today: datetime | None = None
) -> dict[str, int]:
    """Numbers by view; without a day only what the navigation shows: all, emergency, failures."""
    now = clock.now()
    asked = list(_everywhere(actor, Moment(now=now, end_of_today=end_of_today or now)))
    if end_of_today is not None:
        asked += _views(actor, moment(session, actor, end_of_today))
    found = numbers(session, actor.tenant, asked, hidden=hidden_cases(session, actor))
    found["all"] = found["mine"] + found["pool"]
    if may(actor, Permission.FAILURE_READ):
        found["failures"] = _failures(session, actor)
    return found


def moment(session: Session, actor: Actor, end_of_today: datetime) -> Moment:
    """The present, with the people for whom the actor stands in."""
    absent = tuple(
        (row.person_id, tuple(row.processes)) for row in absences.standing_in(session, actor)
    )
    return Moment(now=clock.now(), end_of_today=end_of_today, absent=absent)


def count(session: Session, actor: Actor, wanted: Filter, at: Moment) -> int:
    """How many tasks a filtered view holds; exact below `COUNTED`."""
    asked = [("found", part) for part in ranges(actor, wanted, at, in_order=False)]
    return numbers(session, actor.tenant, asked, hidden=hidden_cases(session, actor)).get(
        "found", 0
    )


def hidden_cases(session: Session, actor: Actor) -> Sequence[str]:
    """Sealed cases that do not exist for the actor: a number may not tell of them either."""
    own, rows = {unit for _, unit in posts(actor)}, ReachableRow
    query = select(rows.id).where(
        rows.tenant == actor.tenant, rows.sealed.is_(True), ~is_member(actor, rows.id)
    )
    # Who acts for a body that is no station has tasks of all of them.
    if directory.stations_among(session, actor.tenant, own) == own:
        query = query.where(rows.station.in_(sorted(own)))
    return session.scalars(query.limit(COUNTED)).all()


def _everywhere(actor: Actor, at: Moment) -> Iterator[tuple[str, Condition]]:
    for part in ranges(actor, Filter(view=View.MINE), at):
        yield "mine", part
    for part in pools(actor):
        yield "pool", part
    for part in (mine(actor), *pools(actor)):
        yield "emergency", part & (TASK.priority == EMERGENCY)


def _views(actor: Actor, at: Moment) -> list[tuple[str, Condition]]:
    views = [View.TODAY, View.OVERDUE, View.WATCHING, View.SNOOZED, View.STANDING_IN]
    if led_units(actor):
        views.append(View.TEAM)
    return [
        (view.value, part)
        for view in views
        for part in ranges(actor, Filter(view=view), at, in_order=False)
    ]


def numbers(
    session: Session,
    tenant: str,
    asked: Sequence[tuple[str, Condition]],
    *,
    hidden: Sequence[str],
) -> dict[str, int]:
    """How many tasks each key's ranges hold together, without those of hidden cases.

    In one statement where it can be, because each round trip costs more than the counting.
    """
    found = dict.fromkeys(("mine", "pool", "emergency", *(key for key, _ in asked)), 0)
    if not asked:
        return found
    for key, number in _counted(session, [_few(key, part) for key, part in asked]):
        found[key] = min(found[key] + number, COUNTED)
    if hidden:
        for key, number in _counted(session, _hidden(tenant, asked, hidden)):
            # Beyond the plus nobody can tell, so nothing is taken off there.
            found[key] -= number if found[key] < COUNTED else 0
    return found


_Number = Select[str, int]


def _counted(session: Session, parts: Sequence[_Number]) -> Iterator[tuple[str, int]]:
    for begin in range(0, len(parts), MOST_RANGES):
        found = session.execute(union_all(*parts[begin : begin + MOST_RANGES]))
        yield from ((str(key), int(number)) for key, number in found)


def _few(key: str, condition: Condition) -> _Number:
    few = select(_ONE).select_from(table(TaskRow)).where(condition).limit(COUNTED)
    return select(literal(key), func.count()).select_from(few.subquery())


def _hidden(
    tenant: str, asked: Sequence[tuple[str, Condition]], hidden: Sequence[str]
) -> list[_Number]:
    """The same ranges among the few tasks of the hidden cases, which no long range is read for."""
    tasks = (
        select(TaskRow.__table__)
        .where(
            TaskRow.tenant == tenant, TaskRow.business_key.in_(hidden),
            TaskRow.status == TaskStatus.OPEN,
        )
        .limit(COUNTED)
        .cte("hidden_task")
    )  # fmt: skip
    there = ClauseAdapter(tasks)
    return [
        select(literal(key), func.count()).select_from(tasks).where(there.traverse(part))
        for key, part in asked
    ]


def _failures(session: Session, actor: Actor) -> int:
    query = select(func.count()).where(
        FailureRow.tenant == actor.tenant, FailureRow.resolved_at.is_(None)
    )
    return session.scalar(query) or 0
