"""The waiting room: who has come and is not heard yet, the endangered first, then by arrival.

Whoever sits there has an open visit, so that the ten minutes of the safety screen (H01) run in the
engine from the true arrival; nobody need say a name. Leaving unheard ends the visit with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import clock, commands, instances, signals
from engine.actors import Actor
from engine.database import new_id
from engine.errors import Conflict, Invalid, NotFound
from engine.instances import Calls
from engine.models import TaskRow, TaskStatus
from workflows.access import Permission, require
from workflows.cases import files, work
from workflows.cases.models import CaseState
from workflows.deadlines import reckon
from workflows.deadlines.house_rules import changes_of
from workflows.deadlines.queries import calendar_for
from workflows.visit.actions import first_task, open_visit
from workflows.visit.models import VisitRow, WaitingRow

MOST_PEOPLE = 9999
LONGEST_CALLED = 40
#: How long somebody who was taken or has left stays in the list.
SHOWN = timedelta(hours=12)


class LeftWhy(StrEnum):
    """Why somebody went without being heard."""

    TIRED = "tired"
    ELSEWHERE = "elsewhere"
    UNSAFE = "unsafe"
    UNKNOWN = "unknown"


class NotInTheRoom(NotFound):
    """The entry is not in the waiting list of a station of the actor."""

    code = "not-in-the-room"
    sentence = "Expected somebody waiting under {entry}, but there is nobody."


class AlreadyGone(Conflict):
    """Somebody was faster: she is being heard, or she has left."""

    code = "already-gone"
    sentence = "Expected somebody still waiting, but {winner} took her or she left at {at}."


class WaitingUnlikely(Invalid):
    """What was written at the door cannot be."""

    code = "waiting-unlikely"
    sentence = "Expected 1 to {most} people and a word of {longest} letters, but it is more."


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One entry of the list."""

    id: str
    called: str
    people: int
    danger: bool
    arrived_at: datetime
    #: End of the ten minutes for the safety screen.
    due_at: datetime
    task_id: str
    #: Whether the first step of the visit still lies in the pool.
    is_open: bool
    #: Who has taken her; empty while she waits.
    taken_by: str
    taken_at: datetime | None
    left_at: datetime | None
    left_reason: str


def arrive(
    session: Session,
    calls: Calls,
    actor: Actor,
    *,
    station: str,
    called: str = "",
    people: int = 1,
    danger: bool = False,
    key: str = "",
) -> str:
    """Somebody sits down: the visit opens, its clock runs, its first step waits in the pool."""
    require(actor, Permission.VISIT_REGISTER, unit=station)
    if not 1 <= people <= MOST_PEOPLE or len(called.strip()) > LONGEST_CALLED:
        raise WaitingUnlikely(most=MOST_PEOPLE, longest=LONGEST_CALLED)

    def begin() -> dict[str, Any]:
        opened = open_visit(session, calls, actor, station=station, take=False)
        first = first_task(session, actor.tenant, opened.instance_id)
        now = clock.now()
        row = WaitingRow(
            tenant=actor.tenant, id=new_id(), station=station, case_id=opened.case_id,
            instance_id=opened.instance_id, task_id=first.id if first else "", arrived_at=now,
            entered_at=now, entered_by=actor.id, called=called.strip() or None, people=people,
            danger=danger,
        )  # fmt: skip
        session.add(row)
        return {"entry": row.id}

    reply: Mapping[str, Any] = commands.once(session, actor, key, "waiting:arrive", begin)
    return str(reply["entry"])


def take(session: Session, calls: Calls, actor: Actor, entry_id: str) -> str:
    """Call her in: the first step of her visit is mine; taking again is the same. Its task."""
    row = _load(session, actor, entry_id)
    task = session.get_one(TaskRow, (row.tenant, row.task_id))
    if task.assignee == actor.id and row.left_at is None:
        return task.id
    if row.left_at is not None:
        raise AlreadyGone(winner="", at=row.left_at)
    return work.claim(session, calls, actor, row.task_id).id


def leave(session: Session, calls: Calls, actor: Actor, entry_id: str, why: LeftWhy) -> None:
    """She went without being heard: the visit ends with the reason; twice is the same as once."""
    row = _load(session, actor, entry_id)
    if row.left_at is not None:
        return
    task = session.get_one(TaskRow, (row.tenant, row.task_id))
    if task.assignee is not None or task.status != TaskStatus.OPEN:
        raise AlreadyGone(winner=task.assignee_name or "", at=task.claimed_at or clock.now())
    row.left_at, row.left_reason = clock.now(), why.value
    instances.stop(session, calls, actor, row.instance_id, f"left unheard: {why.value}")
    case = files.load(session, row.tenant, row.case_id)
    case.end_reason = "left_unheard"
    files.set_state(session, actor, case, CaseState.WITHDRAWN, at=row.left_at)
    visits = VisitRow
    for visit in session.scalars(
        select(visits).where(visits.tenant == row.tenant, visits.case_id == row.case_id)
    ):
        visit.withdrawn_at = row.left_at
    signals.announce(session, row.tenant, row.station, "inbox")


def mark_danger(session: Session, actor: Actor, entry_id: str, *, danger: bool) -> None:
    """She is heard before the others, or no longer so."""
    row = _load(session, actor, entry_id)
    row.danger = danger
    signals.announce(session, row.tenant, row.station, "inbox")


def _load(session: Session, actor: Actor, entry_id: str) -> WaitingRow:
    row = session.get(WaitingRow, (actor.tenant, entry_id), with_for_update=True)
    if row is None:
        raise NotInTheRoom(entry=entry_id)
    require(actor, Permission.VISIT_REGISTER, unit=row.station)
    return row


def seats(session: Session, actor: Actor, station: str) -> Sequence[Seat]:
    """Who waits now, the endangered first; then who was taken or left lately, newest first."""
    require(actor, Permission.VISIT_REGISTER, unit=station)
    rows, tasks = WaitingRow, TaskRow
    waits = rows.left_at.is_(None) & tasks.assignee.is_(None) & (tasks.status == TaskStatus.OPEN)
    found = session.execute(
        select(rows, tasks)
        .join(tasks, (tasks.tenant == rows.tenant) & (tasks.id == rows.task_id))
        .where(
            rows.tenant == actor.tenant, rows.station == station,
            or_(waits, rows.arrived_at > clock.now() - SHOWN),
        )
    ).all()  # fmt: skip
    all_of_them = [_seat(session, row, task) for row, task in found]
    waiting = [seat for seat in all_of_them if is_waiting(seat)]
    gone = [seat for seat in all_of_them if not is_waiting(seat)]
    return [
        *sorted(waiting, key=lambda seat: (not seat.danger, seat.arrived_at, seat.id)),
        *sorted(gone, key=lambda seat: (seat.arrived_at, seat.id), reverse=True),
    ]


def is_waiting(seat: Seat) -> bool:
    """Whether somebody is still to be called in."""
    return seat.is_open and not seat.taken_by and seat.left_at is None


def _seat(session: Session, row: WaitingRow, task: TaskRow) -> Seat:
    due = reckon(
        "H01", start=row.arrived_at, overrides=changes_of(session, row.tenant, row.station),
        calendar=calendar_for(session, row.tenant),
    )  # fmt: skip
    return Seat(
        id=row.id, called=str(row.called or ""), people=row.people, danger=row.danger,
        arrived_at=row.arrived_at, due_at=due.expires, task_id=row.task_id,
        is_open=task.status == TaskStatus.OPEN,
        taken_by=(task.assignee_name or task.assignee or "") if row.left_at is None else "",
        taken_at=task.claimed_at, left_at=row.left_at, left_reason=row.left_reason,
    )  # fmt: skip
