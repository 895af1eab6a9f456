"""The station head's morning: what is late, dangerous, unclaimed or waits for a decision.

And who is away or on duty. Each list is short and most urgent first; its number says how much there
is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import microseconds
from engine.models import TaskRow
from workflows.inbox.counting import COUNTED
from workflows.inbox.filters import PRIORITIES
from workflows.inbox.rows import InboxRow, with_cases
from workflows.inbox.selecting import Condition, led_units, of_unit, page, with_seal
from workflows.inbox.team import DANGEROUS
from workflows.people import absences, roster
from workflows.people.models import AbsenceRow, DutyRow

#: Lines of one list; the rest is one click away.
SHOWN = 8
#: Steps that decide on what somebody else proposed carry forms with these first words.
DECIDING = ("approve-%", "decide-%", "confirm-%", "review-%", "sign-%")
#: Who decides at a station: the chair of the mediation committee and the head.
DECIDERS = ("R05", "R06")


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
        lists=[_listed(session, actor, unit, part) for part in Part],
        away=absences.of_unit(session, actor.tenant, unit),
        duties=roster.duties(session, actor.tenant, unit, clock.now(), most=3),
    )


def _listed(session: Session, actor: Actor, unit: str, part: Part) -> Listed:
    parts = _parts(of_unit(actor.tenant, unit), part)
    found = session.execute(with_seal(page(parts, most=SHOWN), actor)).all()
    rows = with_cases(session, actor, [task for task, hidden in found if not hidden])
    return Listed(part=part, rows=rows, count=_count(session, parts))


def _parts(base: Condition, part: Part) -> list[Condition]:
    """The index ranges of a list, one for each priority where the due date narrows it."""
    match part:
        case Part.LATE:
            late = TaskRow.urgent_by < microseconds(clock.now())
            return [base & (TaskRow.priority == each) & late for each in PRIORITIES]
        case Part.DANGEROUS:
            return [base & (TaskRow.priority == each) for each in DANGEROUS]
        case Part.UNCLAIMED:
            return [base & TaskRow.assignee.is_(None)]
        case Part.APPROVAL:
            return [base & TaskRow.role.in_(DECIDERS) & _decides()]


def _decides() -> ColumnElement[bool]:
    return or_(*(TaskRow.form_key.like(words) for words in DECIDING))


def _count(session: Session, parts: Sequence[Condition]) -> int:
    total = 0
    for part in parts:
        few = select(TaskRow.id).where(part).limit(COUNTED).subquery()
        total += session.scalar(select(func.count()).select_from(few)) or 0
    return min(total, COUNTED)
