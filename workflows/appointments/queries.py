"""The appointments of some days, as one reader may know them.

A reader sees which case a session belongs to only where the case exists for them; another session
is an unnamed piece of time. That a party is double booked is told only between cases that both
exist for the reader, else the calendar would tell that somebody has a case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.models import SubmissionRow
from workflows.access import visible_to
from workflows.access.models import ReachableRow
from workflows.appointments.models import RoomRow
from workflows.appointments.rules import LENGTH, Appointment, Clash, clashes
from workflows.cases.models import CaseRow, SearchKeyRow
from workflows.joint_mediation.models import MediationRow, SessionRow

#: The form in which room and time are written.
_SCHEDULED_WITH = "schedule-session"
#: By these a party is the same one in two cases; a name alone is not enough.
_IDENTIFYING = ("id_no", "phone")


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One session for its reader."""

    appointment: Appointment
    mode: str
    is_held: bool
    #: Number of the case; empty where the case does not exist for the reader.
    number: str
    reached: bool
    #: What it collides with, and in what.
    clashes: Sequence[tuple[str, tuple[Clash, ...]]] = ()


def rooms(session: Session, tenant: str, station: str) -> Sequence[RoomRow]:
    """The rooms of a station, those in use first."""
    rows = RoomRow
    query = select(rows).where(rows.tenant == tenant, rows.station == station)
    return session.scalars(query.order_by(rows.active.desc(), rows.name)).all()


def slots(
    session: Session, actor: Actor, since: datetime, until: datetime, *, station: str = ""
) -> Sequence[Slot]:
    """The sessions that begin in a span, of one station when it is named, with their collisions.

    Collisions are looked for in the whole centre: a mediator or a party may be booked elsewhere.
    """
    found = _sessions(session, actor.tenant, since - LENGTH, until + LENGTH)
    reached = _reached(session, actor, {slot.appointment.case_id for slot in found})
    told = [_told(slot, reached) for slot in found]
    against = clashes([slot.appointment for slot in told])
    return [
        replace(slot, clashes=against.get(slot.appointment.id, ()))
        for slot in told
        if since <= slot.appointment.begins < until
        and station in {"", slot.appointment.station}
    ]  # fmt: skip


def _told(slot: Slot, reached: Mapping[str, str]) -> Slot:
    case = slot.appointment.case_id
    if case in reached:
        return replace(slot, number=reached[case], reached=True)
    return replace(slot, appointment=replace(slot.appointment, parties=frozenset()))


def _reached(session: Session, actor: Actor, case_ids: Collection[str]) -> dict[str, str]:
    """Case → its number, for those that exist for the reader."""
    reach = ReachableRow
    rows = session.execute(
        select(CaseRow.id, CaseRow.number)
        .join(reach, (reach.tenant == CaseRow.tenant) & (reach.id == CaseRow.id))
        .where(CaseRow.tenant == actor.tenant, CaseRow.id.in_(case_ids), visible_to(actor))
    )
    return {case_id: number or "" for case_id, number in rows}


def _sessions(
    session: Session, tenant: str, since: datetime, until: datetime, *, person_id: str = ""
) -> list[Slot]:
    rows, files = SessionRow, MediationRow
    query = (
        select(rows, files)
        .join(files, (files.tenant == rows.tenant) & (files.id == rows.mediation_id))
        .where(
            rows.tenant == tenant, rows.scheduled_for >= since, rows.scheduled_for < until,
            # A session that was fixed in a mediation that ended meanwhile does not take place.
            or_(rows.held_at.is_not(None), files.ended_at.is_(None)),
        )
        .order_by(rows.scheduled_for, rows.id)
    )  # fmt: skip
    if person_id:
        query = query.where(or_(files.mediator == person_id, files.co_mediator == person_id))
    found = [(row, file) for row, file in session.execute(query)]
    places = _places(session, tenant, [file.instance_id for _row, file in found])
    parties = _parties(session, tenant, {file.case_id for _row, file in found})
    return [_slot(row, file, places, parties) for row, file in found]


def _slot(
    row: SessionRow,
    file: MediationRow,
    places: Mapping[str, Sequence[tuple[datetime | None, str]]],
    parties: Mapping[str, frozenset[str]],
) -> Slot:
    written = places.get(file.instance_id, ())
    exact = [room for at, room in written if at == row.scheduled_for]
    # A date that was moved elsewhere than in the form keeps the room that was written last.
    room = exact[-1] if exact else (written[-1][1] if written else "")
    appointment = Appointment(
        id=row.id, case_id=file.case_id, station=row.station, begins=row.scheduled_for,
        room="" if row.mode == "online" else room,
        mediators=frozenset({file.mediator, file.co_mediator} - {""}),
        parties=parties.get(file.case_id, frozenset()),
    )  # fmt: skip
    return Slot(
        appointment=appointment, mode=row.mode, is_held=row.held_at is not None, number="",
        reached=False,
    )  # fmt: skip


def _places(
    session: Session, tenant: str, instances: Collection[str]
) -> dict[str, list[tuple[datetime | None, str]]]:
    """Instance → (time, room) as they were written, oldest first."""
    rows = SubmissionRow
    query = select(rows).where(
        rows.tenant == tenant, rows.instance_id.in_(instances), rows.form_key == _SCHEDULED_WITH
    )
    found: defaultdict[str, list[tuple[datetime | None, str]]] = defaultdict(list)
    for row in session.scalars(query.order_by(rows.id)):
        found[row.instance_id].append(
            (_instant(row.fields.get("session_at")), str(row.fields.get("session_place") or ""))
        )
    return dict(found)


def _instant(stored: object) -> datetime | None:
    if isinstance(stored, datetime):
        return stored
    try:
        return datetime.fromisoformat(str(stored))
    except ValueError:
        return None


def _parties(session: Session, tenant: str, case_ids: Collection[str]) -> dict[str, frozenset[str]]:
    keys = SearchKeyRow
    query = select(keys.case_id, keys.print).where(
        keys.tenant == tenant, keys.case_id.in_(case_ids), keys.kind.in_(_IDENTIFYING)
    )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for case_id, value in session.execute(query):
        found[case_id].add(value)
    return {case_id: frozenset(prints) for case_id, prints in found.items()}


def proposal(
    session: Session, actor: Actor, instance_id: str, *, begins: datetime, room: str
) -> Sequence[Slot]:
    """What a session of a mediation would collide with, if it began then and there."""
    files = MediationRow
    file = session.scalar(
        select(files).where(files.tenant == actor.tenant, files.instance_id == instance_id)
    )
    if file is None:
        return ()
    wanted = Appointment(
        id="", case_id=file.case_id, station=file.station, begins=begins, room=room,
        mediators=frozenset({file.mediator, file.co_mediator} - {""}),
        parties=_parties(session, actor.tenant, {file.case_id}).get(file.case_id, frozenset()),
    )  # fmt: skip
    near = slots(session, actor, begins - LENGTH, begins + LENGTH)
    others = [slot for slot in near if slot.appointment.case_id != file.case_id]
    with_wanted = clashes([wanted, *(slot.appointment for slot in others)]).get("", ())
    kinds = dict(with_wanted)
    return [
        replace(slot, clashes=[("", kinds[slot.appointment.id])])
        for slot in others
        if slot.appointment.id in kinds
    ]


def of_person(
    session: Session, tenant: str, person_id: str, since: datetime, until: datetime
) -> Sequence[Slot]:
    """The sessions that a person mediates, for their own calendar."""
    return _sessions(session, tenant, since, until, person_id=person_id)
