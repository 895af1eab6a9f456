"""How the work lies on a team: open, overdue and dangerous tasks a person, and who is away.

A person's tasks are an index range of their own, so that this stays cheap however much is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import microseconds
from engine.models import TaskRow
from workflows.inbox.counting import COUNTED
from workflows.inbox.rows import MOST
from workflows.inbox.selecting import OPEN, held_by, led_units, of_unit, page, with_seal
from workflows.people import absences
from workflows.people.models import AbsenceRow, PersonRow, PostRow

#: Priorities that count as dangerous: emergency and red.
DANGEROUS = (0, 1)


@dataclass(frozen=True, kw_only=True)
class Load:
    """What lies on one person of a unit."""

    person: PersonRow
    roles: tuple[str, ...]
    open: int
    overdue: int
    dangerous: int
    #: The absence that runs now, if any.
    away: AbsenceRow | None


def staff(session: Session, tenant: str, unit: str) -> list[tuple[PersonRow, tuple[str, ...]]]:
    """Who holds a post in a unit now, by name, with the roles."""
    now = clock.now()
    query = (
        select(PersonRow, PostRow.role)
        .join(
            PostRow, (PostRow.tenant == PersonRow.tenant) & (PostRow.person_id == PersonRow.id)
        )
        .where(
            PersonRow.tenant == tenant, PersonRow.active, PostRow.unit_id == unit,
            PostRow.since <= now, or_(PostRow.until.is_(None), PostRow.until > now),
        )
        .order_by(PersonRow.name, PersonRow.id, PostRow.role)
    )  # fmt: skip
    found: dict[str, tuple[PersonRow, tuple[str, ...]]] = {}
    for person, role in session.execute(query):
        _, roles = found.get(person.id, (person, ()))
        found[person.id] = (person, (*roles, role))
    return list(found.values())


def loads(session: Session, actor: Actor, unit: str) -> Sequence[Load]:
    """The load of each person of a unit that the actor leads; the heaviest first."""
    if unit not in led_units(actor):
        return []
    people = staff(session, actor.tenant, unit)
    ids = [person.id for person, _ in people]
    numbers, away = (
        _numbers(session, actor.tenant, ids),
        absences.away_now(session, actor.tenant, ids),
    )
    found = [
        Load(
            person=person, roles=roles, away=away.get(person.id),
            open=numbers.get(person.id, (0, 0, 0))[0],
            overdue=numbers.get(person.id, (0, 0, 0))[1],
            dangerous=numbers.get(person.id, (0, 0, 0))[2],
        )
        for person, roles in people
    ]  # fmt: skip
    return sorted(found, key=lambda load: (-load.open, load.person.name))


def _numbers(
    session: Session, tenant: str, people: Sequence[str]
) -> dict[str, tuple[int, int, int]]:
    query = (
        select(
            TaskRow.assignee, func.count(),
            func.count().filter(TaskRow.urgent_by < microseconds(clock.now())),
            func.count().filter(TaskRow.priority.in_(DANGEROUS)),
        )
        .where(TaskRow.tenant == tenant, TaskRow.assignee.in_(people), TaskRow.status == OPEN)
        .group_by(TaskRow.assignee)
    )  # fmt: skip
    return {who: (total, late, red) for who, total, late, red in session.execute(query) if who}


def unclaimed(session: Session, tenant: str, unit: str) -> int:
    """Open tasks of a unit in nobody's hands; exact below `COUNTED`."""
    few = select(TaskRow.id).where(of_unit(tenant, unit), TaskRow.assignee.is_(None))
    query = select(func.count()).select_from(few.limit(COUNTED).subquery())
    return session.scalar(query) or 0


def tasks_of(
    session: Session, actor: Actor, person_id: str, unit: str, *, most: int = MOST
) -> list[TaskRow]:
    """A person's tasks of one unit, most urgent first, without what is sealed from the reader."""
    held = held_by(actor.tenant, person_id) & (TaskRow.unit == unit)
    found = session.execute(with_seal(page([held], most=most), actor)).all()
    return [task for task, hidden in found if not hidden]
