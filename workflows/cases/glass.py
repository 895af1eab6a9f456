"""Breaking the glass: who would see a case if it were not sealed may open it for a day.

It takes a reason, tells the station head and the auditor at once, ends by itself, and lends reading
only. Everybody else gets the answer of a case that never was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine import clock, history
from engine.actors import Actor, group
from engine.database import new_id
from engine.protection import Sensitivity
from workflows.access import AccessRow, Permission, log_reading, policy
from workflows.access.law import MAY
from workflows.access.models import BREAK_GLASS, MemberRow, ReachableRow
from workflows.access.policy import NoSuchCase
from workflows.access.sight import posts_in_scope
from workflows.cases import files
from workflows.cases.looking import audits
from workflows.cases.models import CaseRow
from workflows.cases.sealing import require_reason
from workflows.cases.work import ConflictOfInterest, refuse_tie
from workflows.notifications.alarm import alarm
from workflows.people.administrators import CENTRE_UNIT
from workflows.people.directory import acting_for

#: How long broken glass lets somebody read.
OPEN_FOR = timedelta(hours=24)
TEMPLATE = "glass-broken"


@dataclass(frozen=True, kw_only=True)
class Opening:
    """One breaking of the glass, for those who look after it."""

    row: AccessRow
    until: datetime
    #: Pages that the person opened in this time.
    reads: int
    #: None for a reader who may not know which case it is.
    case: CaseRow | None


def break_glass(session: Session, actor: Actor, named: str, reason: str) -> str:
    """Open a sealed case by its number or id, and answer its id; one that is open stays as it is.

    1. the case must be there, sealed, in the actor's scope, and without a tie to the actor;
    2. the actor reads it for a day;
    3. the reason is logged and stands in the case's history;
    4. the station head and the auditor are told.
    """
    text = require_reason(reason)
    case = _named(session, actor, named)
    if policy.reaches(session, actor, case.id):
        return case.id
    acting = _in_scope(session, actor, case)
    history.hold(session, case.tenant, case.id)
    now = clock.now()
    session.add(
        MemberRow(
            tenant=case.tenant, id=new_id(), case_id=case.id, person_id=actor.id,
            member_group=None, basis=BREAK_GLASS, since=now, until=now + OPEN_FOR,
        )
    )  # fmt: skip
    log_reading(session, acting, case.id, BREAK_GLASS, Sensitivity.C1, reason=text)
    files.record(session, acting, case, "glass:broken", detail={"reason": text})
    for role, unit in (("R06", case.station), ("R15", CENTRE_UNIT)):
        alarm(session, case.tenant, role=role, unit=unit, template=TEMPLATE)
    return case.id


def find(session: Session, tenant: str, named: str) -> CaseRow | None:
    """A case by its number as people write it, or by its id."""
    text = named.strip()
    query = select(CaseRow).where(
        CaseRow.tenant == tenant, or_(CaseRow.number == text.upper(), CaseRow.id == text.lower())
    )
    return session.scalar(query.limit(1))


def _named(session: Session, actor: Actor, named: str) -> CaseRow:
    case = find(session, actor.tenant, named)
    if case is None:
        raise NoSuchCase(case=named)
    return case


def _in_scope(session: Session, actor: Actor, case: CaseRow) -> Actor:
    """The actor in the post by which the case is in their scope; NotFound without one."""
    row = session.get_one(ReachableRow, (case.tenant, case.id))
    held = [
        group(*post)
        for post in posts_in_scope(actor, row)
        if Permission.CASE_BREAK_GLASS in MAY.get(post[0], ())
    ]
    try:
        refuse_tie(session, actor.tenant, actor.id, case.id)
    except ConflictOfInterest:
        # Whoever is tied to a party must not even learn that the case is there.
        held = []
    if not row.sealed or not held:
        raise NoSuchCase(case=case.id)
    own = group(actor.role, actor.unit)
    return acting_for(actor, own if own in held else held[0])


def open_until(session: Session, actor: Actor, case_id: str) -> datetime | None:
    """Until when the actor reads a case through broken glass; None when by right or not at all."""
    if not policy.is_outside(session, actor, case_id):
        return None
    rows = MemberRow
    query = select(func.max(rows.until)).where(
        rows.tenant == actor.tenant, rows.case_id == case_id, rows.person_id == actor.id,
        rows.basis == BREAK_GLASS, rows.until > clock.now(),
    )  # fmt: skip
    return session.scalar(query)


def note_reading(session: Session, actor: Actor, case_id: str, opened: str) -> None:
    """Write down one page that was read through broken glass."""
    log_reading(session, actor, case_id, f"{BREAK_GLASS}:{opened}", Sensitivity.C3)


def openings(session: Session, actor: Actor, *, most: int = 100) -> Sequence[Opening]:
    """The openings that the actor looks after, newest first: the auditor's all, a head's own."""
    rows, reach = AccessRow, ReachableRow
    stations = {
        each.partition("@")[2] for each in actor.groups
        if Permission.GLASS_REVIEW in MAY.get(each.partition("@")[0], ())
    }  # fmt: skip
    query = (
        select(rows)
        .join(reach, (reach.tenant == rows.tenant) & (reach.id == rows.case_id))
        .where(rows.tenant == actor.tenant, rows.opened == BREAK_GLASS)
    )
    if not audits(actor):
        query = query.where(reach.station.in_(sorted(stations)))
    found = session.scalars(query.order_by(rows.at.desc(), rows.id.desc()).limit(most))
    return [_opening(session, actor, row) for row in found]


def _opening(session: Session, actor: Actor, row: AccessRow) -> Opening:
    until, rows = row.at + OPEN_FOR, AccessRow
    reads = select(func.count()).where(
        rows.tenant == row.tenant, rows.case_id == row.case_id, rows.person_id == row.person_id,
        rows.opened.startswith(f"{BREAK_GLASS}:"), rows.at >= row.at, rows.at < until,
    )  # fmt: skip
    known = audits(actor) or policy.reaches(session, actor, row.case_id)
    return Opening(
        row=row, until=until, reads=session.scalar(reads) or 0,
        case=session.get(CaseRow, (row.tenant, row.case_id)) if known else None,
    )  # fmt: skip
