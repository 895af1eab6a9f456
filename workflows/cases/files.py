"""Open a case file, find it, and move its state; each change is written into the case's history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from engine import history, signals, tasks
from engine.actors import Actor
from engine.database import new_id
from workflows.access import Sight, require_case, visible_to
from workflows.access.models import ReachableRow
from workflows.access.policy import NoSuchCase
from workflows.cases import membership, parties
from workflows.cases.models import CaseRow, CaseState, Risk, Track
from workflows.cases.numbering import case_number
from workflows.deadlines.queries import calendar_for

#: Task priority of each risk; an emergency is 0.
PRIORITY = {Risk.RED: 1, Risk.ORANGE: 2, Risk.YELLOW: 3, Risk.NONE: 5}


def open_case(
    session: Session, actor: Actor, station: str, *, event_time: datetime, channel: str = ""
) -> CaseRow:
    """A new case without a number yet; the person who opens it is its first member."""
    case = CaseRow(
        tenant=actor.tenant, id=new_id(), station=station, number=None, state=CaseState.DRAFT,
        track=None, channel=channel, receptionist=actor.id, opened_at=event_time, headline={},
    )  # fmt: skip
    session.add_all([case, ReachableRow(tenant=case.tenant, id=case.id, station=station)])
    session.flush()
    membership.add_person(session, case.tenant, case.id, actor.id, "visit")
    record(session, actor, case, "case:opened", event_time=event_time)
    return case


def give_number(session: Session, actor: Actor, case: CaseRow, *, at: datetime) -> str:
    """Register a case under the number that all bodies share; one that has it keeps it."""
    if case.number is None:
        year = at.astimezone(calendar_for(session, case.tenant).zone).year
        case.number = case_number(session, case.tenant, case.station, year)
        set_state(session, actor, case, CaseState.REGISTERED, at=at)
    return case.number


def load(session: Session, tenant: str, case_id: str) -> CaseRow:
    """A case by its id for an operation that already works on it."""
    case = session.get(CaseRow, (tenant, case_id))
    if case is None:
        raise NoSuchCase(case=case_id)
    return case


def read(session: Session, actor: Actor, case_id: str) -> tuple[CaseRow, Sight]:
    """A case for a page, with what this actor may read of it."""
    sight = require_case(session, actor, case_id)
    return load(session, actor.tenant, case_id), sight


def listed(session: Session, actor: Actor, *, most: int = 50, after: str = "") -> Sequence[CaseRow]:
    """The cases that exist for an actor, newest first; `after` is the last id before the page."""
    same = (ReachableRow.tenant == CaseRow.tenant) & (ReachableRow.id == CaseRow.id)
    query = select(CaseRow).join(ReachableRow, same).where(visible_to(actor))
    if after:
        query = query.where(CaseRow.id < after)
    return session.scalars(query.order_by(CaseRow.id.desc()).limit(most)).all()


def record(
    session: Session,
    actor: Actor,
    case: CaseRow,
    tag: str,
    facts: Mapping[str, Any] | None = None,
    *,
    detail: Any = None,
    event_time: datetime | None = None,
) -> None:
    """Append one fact to the case's history and tell open pages."""
    entry = history.Entry(tag=tag, facts=facts or {}, detail=detail)
    history.record(session, actor, case.id, case.station, [entry], event_time=event_time)
    signals.announce(session, case.tenant, case.station, f"case:{case.id}")


def set_state(
    session: Session, actor: Actor, case: CaseRow, state: CaseState, *, at: datetime
) -> None:
    """Move a case to a state; dates that statistics count are set once."""
    case.state = state
    if state == CaseState.ACCEPTED and case.accepted_at is None:
        case.accepted_at = at
    if state == CaseState.RESOLVED and case.resolved_at is None:
        case.resolved_at = at
    if state in {CaseState.CLOSED, CaseState.ARCHIVED} and case.closed_at is None:
        case.closed_at = at
    record(session, actor, case, f"case:{state.value}", event_time=at)


def set_risk(
    session: Session, actor: Actor, case: CaseRow, risk: Risk, *, at: datetime, reason: str = ""
) -> int:
    """Set the risk a person confirmed; returns the priority that the case's tasks now have."""
    facts = {"from": case.risk.value, "to": risk.value}
    case.risk = risk
    if not session.get_one(ReachableRow, (case.tenant, case.id)).incident_running:
        # While an emergency runs its tasks come first, whatever the reception finds meanwhile.
        tasks.set_priority(session, case.tenant, case.id, PRIORITY[risk], unit=case.station)
    detail = {"reason": reason} if reason else None
    record(session, actor, case, "risk:confirmed", facts, detail=detail, event_time=at)
    return PRIORITY[risk]


def set_track(case: CaseRow, track: Track) -> None:
    """Put a case on a track; protection is never left, and hides where its people live."""
    if case.track == Track.PROTECTION:
        return
    case.track = track
    session = object_session(case)
    if track == Track.PROTECTION and session is not None:
        parties.hide_addresses(session, case.tenant, case.id)


def set_incident_running(session: Session, case: CaseRow, *, running: bool) -> None:
    """Open or close the reach of the emergency roles."""
    session.get_one(ReachableRow, (case.tenant, case.id)).incident_running = running


def seal(session: Session, actor: Actor, case: CaseRow, *, at: datetime, reason: str) -> None:
    """From now on the case exists for its members only."""
    session.get_one(ReachableRow, (case.tenant, case.id)).sealed = True
    record(session, actor, case, "case:sealed", detail={"reason": reason}, event_time=at)
