"""The station head's morning: what is late, dangerous, unclaimed or waits for a decision.

And who is away or on duty. Each list is short and most urgent first; its number says how much there
is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor, group
from engine.database import microseconds
from engine.models import TaskRow
from workflows.inbox.counting import hidden_cases, numbers
from workflows.inbox.filters import PRIORITIES
from workflows.inbox.rows import InboxRow, with_cases
from workflows.inbox.selecting import (
    Condition,
    held_by,
    led_units,
    of_unit,
    page,
    pool_of,
    with_seal,
)
from workflows.inbox.team import DANGEROUS, staff
from workflows.people import absences, roster
from workflows.people.models import AbsenceRow, DutyRow

#: Lines of one list; the rest is one click away.
SHOWN = 8
#: The chair and the head: whatever waits for them at a station is a decision.
DECIDERS = ("R05", "R06")
#: The officer of the day approves too, among other work: these are the forms of it.
APPROVER = "R03"
APPROVALS = ("approve-%", "decide-extension", "propose-termination")


class Part(StrEnum):
    """The lists of the page, in its order."""

    LATE = "late"
    DANGEROUS = "dangerous"
    UNCLAIMED = "unclaimed"
    APPROVAL = "approval"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The first lines of one list, and how many there are (exact below `COUNTED`)."""

    part: Part
    rows: Sequence[InboxRow]
    count: int


@dataclass(frozen=True, kw_only=True)
class Morning:
    """Everything on the page."""

    lists: Sequence[Listed]
    away: Sequence[AbsenceRow]
    duties: Sequence[DutyRow]


def morning(session: Session, actor: Actor, unit: str) -> Morning | None:
    """The page of a unit that the actor leads; None for another."""
    if unit not in led_units(actor):
        return None
    return Morning(
        lists=_lists(session, actor, unit),
        away=absences.of_unit(session, actor.tenant, unit),
        duties=roster.duties(session, actor.tenant, unit, clock.now(), most=3),
    )


def _lists(session: Session, actor: Actor, unit: str) -> list[Listed]:
    parts = {part: _parts(session, actor.tenant, unit, part) for part in Part}
    asked = [(part.value, each) for part in Part for each in parts[part]]
    counts = numbers(session, actor.tenant, asked, hidden=hidden_cases(session, actor))
    first = {part: _first(session, actor, parts[part]) for part in Part}
    # One task may stand in several lists; its case is read once for all of them.
    tasks = {task.id: task for found in first.values() for task in found}
    rows = {row.task.id: row for row in with_cases(session, actor, list(tasks.values()))}
    return [
        Listed(
            part=part, rows=[rows[task.id] for task in first[part]],
            count=counts.get(part.value, 0),
        )
        for part in Part
    ]  # fmt: skip


def _first(session: Session, actor: Actor, ranges: Sequence[Condition]) -> list[TaskRow]:
    found = session.execute(with_seal(page(ranges, most=SHOWN), actor)).all()
    return [task for task, hidden in found if not hidden]


def _parts(session: Session, tenant: str, unit: str, part: Part) -> list[Condition]:
    """The index ranges of a list, one for each priority where the due date narrows it."""
    base = of_unit(tenant, unit)
    match part:
        case Part.LATE:
            late = TaskRow.urgent_by < microseconds(clock.now())
            return [base & (TaskRow.priority == each) & late for each in PRIORITIES]
        case Part.DANGEROUS:
            return [base & (TaskRow.priority == each) for each in DANGEROUS]
        case Part.UNCLAIMED:
            return [base & TaskRow.assignee.is_(None)]
        case Part.APPROVAL:
            return _approvals(session, tenant, unit)


def _approvals(session: Session, tenant: str, unit: str) -> list[Condition]:
    """Decisions in the pools of those who decide, and in their hands: short ranges both."""
    approves = or_(*(TaskRow.form_key.like(words) for words in APPROVALS))
    decides = TaskRow.role.in_(DECIDERS) | approves
    people = [
        person.id
        for person, roles in staff(session, tenant, unit)
        if not {*DECIDERS, APPROVER}.isdisjoint(roles)
    ]
    return [
        *(pool_of(tenant, group(role, unit)) for role in DECIDERS),
        pool_of(tenant, group(APPROVER, unit)) & approves,
        *(held_by(tenant, each) & (TaskRow.unit == unit) & decides for each in people),
    ]
