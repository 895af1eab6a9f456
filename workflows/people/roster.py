"""Who is on duty, from an instant to another, in one unit; the top bar and the board show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import history
from engine.actors import Actor
from engine.database import new_id
from engine.errors import NotFound
from workflows.people.actions import BadEntry
from workflows.people.directory import posts_of
from workflows.people.models import DutyRow

#: Nobody is on duty for longer than this in one stretch.
LONGEST = timedelta(hours=48)


class NoSuchDuty(NotFound):
    """The duty is not on the roster."""

    code = "no-such-duty"
    sentence = "Expected a duty {duty}, but there is none."


def duties(
    session: Session, tenant: str, unit_id: str, since: datetime, *, most: int = 100
) -> Sequence[DutyRow]:
    """The duties of a unit that end after an instant, soonest first."""
    query = select(DutyRow).where(
        DutyRow.tenant == tenant, DutyRow.unit_id == unit_id, DutyRow.until > since
    )
    return session.scalars(query.order_by(DutyRow.since, DutyRow.id).limit(most)).all()


def put_on_duty(
    session: Session,
    actor: Actor,
    *,
    unit_id: str,
    person_id: str,
    since: datetime,
    until: datetime,
) -> DutyRow:
    """Enter a duty; the person must hold a post in the unit when it begins."""
    if not since < until <= since + LONGEST:
        raise BadEntry({"until": "duty-length"})
    posts = posts_of(session, actor.tenant, person_id, since)
    role = next((post.role for post in posts if post.unit_id == unit_id), "")
    if not role:
        raise BadEntry({"person": "no-post-here"})
    row = DutyRow(
        tenant=actor.tenant, id=new_id(), unit_id=unit_id, person_id=person_id, role=role,
        since=since, until=until,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, actor, row, "duty:entered")
    return row


def take_off(session: Session, actor: Actor, duty_id: str) -> DutyRow:
    """Strike a duty from the roster."""
    row = find(session, actor.tenant, duty_id)
    _record(session, actor, row, "duty:struck")
    session.delete(row)
    return row


def find(session: Session, tenant: str, duty_id: str) -> DutyRow:
    """A duty by its id."""
    row = session.get(DutyRow, (tenant, duty_id))
    if row is None:
        raise NoSuchDuty(duty=duty_id)
    return row


def _record(session: Session, actor: Actor, row: DutyRow, tag: str) -> None:
    facts = {"duty": row.id, "person": row.person_id, "since": row.since.isoformat()}
    entry = history.Entry(tag=tag, facts=facts)
    history.record(session, actor, f"duty:{row.unit_id}", row.unit_id, [entry])
