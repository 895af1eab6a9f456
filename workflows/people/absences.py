"""Who is away, from when to when, and who stands in for which kinds of cases.

An absence by itself moves no task: it lets the substitute take what the absent person holds, and
lets the house say so. A substitute holds a post of the absent person's, is there all the time, and
is never the person themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from engine import clock, history, signals
from engine.actors import Actor
from engine.database import new_id
from engine.errors import NotFound
from workflows.people.actions import BadEntry
from workflows.people.directory import posts_of
from workflows.people.models import AbsenceRow, PersonRow

#: A longer absence is a change of posts.
LONGEST = timedelta(days=200)


class NoSuchAbsence(NotFound):
    """There is no such absence, or it is not the actor's business."""

    code = "no-such-absence"
    sentence = "Expected an absence {absence}, but there is none."


def enter(
    session: Session,
    actor: Actor,
    *,
    person_id: str,
    substitute_id: str,
    since: datetime,
    until: datetime,
    processes: Collection[str] = (),
    note: str = "",
) -> AbsenceRow:
    """Write down an absence; whether the actor may do so for the person, the caller decides."""
    row = AbsenceRow(
        tenant=actor.tenant, id=new_id(), unit_id=actor.unit, person_id=person_id,
        substitute_id=substitute_id, since=since, until=until, processes=sorted(processes),
        note=note.strip() or None, entered_by=actor.id, entered_at=clock.now(),
    )  # fmt: skip
    found = {field: code for field, code in problems(session, row).items() if code}
    if found:
        raise BadEntry(found)
    session.add(row)
    session.flush()
    _record(session, actor, row, "absence:entered")
    return row


def problems(session: Session, row: AbsenceRow) -> dict[str, str]:
    """What does not hold of an absence, by field."""
    return {
        "until": _span_problem(row) or ("absence-overlap" if _away(session, row) else ""),
        "substitute": _substitute_problem(session, row),
    }


def _span_problem(row: AbsenceRow) -> str:
    if not row.since < row.until or row.until <= clock.now():
        return "before-since"
    return "absence-length" if row.until - row.since > LONGEST else ""


def _substitute_problem(session: Session, row: AbsenceRow) -> str:
    if row.substitute_id == row.person_id:
        return "same-person"
    person = session.get(PersonRow, (row.tenant, row.substitute_id))
    if person is None or not person.active:
        return "required"
    if not _shared_posts(session, row):
        return "no-shared-post"
    return "substitute-away" if _away(session, row, row.substitute_id) else ""


def _shared_posts(session: Session, row: AbsenceRow) -> set[tuple[str, str]]:
    """Posts that both hold when the absence begins."""
    at = max(row.since, clock.now())
    mine, theirs = (
        {(post.role, post.unit_id) for post in posts_of(session, row.tenant, who, at)}
        for who in (row.person_id, row.substitute_id)
    )
    return mine & theirs


def _away(session: Session, row: AbsenceRow, person_id: str = "") -> bool:
    """Whether somebody has another absence that touches this one."""
    rows = AbsenceRow
    query = select(rows.id).where(
        rows.tenant == row.tenant, rows.person_id == (person_id or row.person_id),
        rows.since < row.until, rows.until > row.since, rows.ended_at.is_(None),
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def end(session: Session, actor: Actor, absence_id: str) -> AbsenceRow:
    """Back early, or not away at all."""
    row = find(session, actor.tenant, absence_id)
    if row.ended_at is None:
        row.ended_at = clock.now()
        _record(session, actor, row, "absence:ended")
    return row


def find(session: Session, tenant: str, absence_id: str) -> AbsenceRow:
    """An absence by its id."""
    row = session.get(AbsenceRow, (tenant, absence_id))
    if row is None:
        raise NoSuchAbsence(absence=absence_id)
    return row


def of_person(session: Session, tenant: str, person_id: str) -> Sequence[AbsenceRow]:
    """Absences of a person that are not over, soonest first."""
    return _coming(session, tenant, AbsenceRow.person_id == person_id)


def of_unit(session: Session, tenant: str, unit_id: str) -> Sequence[AbsenceRow]:
    """Absences in a unit that are not over, soonest first."""
    return _coming(session, tenant, AbsenceRow.unit_id == unit_id)


def _coming(session: Session, tenant: str, whose: ColumnElement[bool]) -> Sequence[AbsenceRow]:
    rows = AbsenceRow
    query = select(rows).where(
        rows.tenant == tenant, whose, rows.until > clock.now(), rows.ended_at.is_(None)
    )
    return session.scalars(query.order_by(rows.since, rows.id)).all()


def standing_in(session: Session, actor: Actor) -> Sequence[AbsenceRow]:
    """The absences for which the actor stands in at this instant."""
    return session.scalars(_now(actor.tenant, AbsenceRow.substitute_id == actor.id)).all()


def stands_in_soon(session: Session, actor: Actor) -> bool:
    """Whether the actor stands in for somebody, now or later."""
    return bool(_coming(session, actor.tenant, AbsenceRow.substitute_id == actor.id))


def away_now(session: Session, tenant: str, people: Collection[str]) -> dict[str, AbsenceRow]:
    """Which of some people are away at this instant."""
    found = session.scalars(_now(tenant, AbsenceRow.person_id.in_(people)))
    return {row.person_id: row for row in found}


def _now(tenant: str, whose: ColumnElement[bool]) -> Select[AbsenceRow]:
    rows, now = AbsenceRow, clock.now()
    return select(rows).where(
        rows.tenant == tenant, whose, rows.since <= now, rows.until > now,
        or_(rows.ended_at.is_(None), rows.ended_at > now),
    ).order_by(rows.since, rows.id)  # fmt: skip


def _record(session: Session, actor: Actor, row: AbsenceRow, tag: str) -> None:
    facts = {
        "absence": row.id, "person": row.person_id, "substitute": row.substitute_id,
        "since": row.since.isoformat(), "until": row.until.isoformat(),
        "processes": list(row.processes),
    }  # fmt: skip
    entry = history.Entry(tag=tag, facts=facts)
    history.record(session, actor, f"person:{row.person_id}", row.unit_id, [entry])
    signals.announce(session, row.tenant, row.unit_id, "inbox")
