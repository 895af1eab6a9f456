"""Notices are read by somebody of those they were sent to, and stay as a record of when.

A notice to a group is read once for the whole group: whoever takes note of it spares the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from engine import clock, signals
from engine.actors import Actor
from engine.errors import NotFound
from workflows.access.policy import sealed_from
from workflows.notifications.models import NoticeRow


class NoSuchNotice(NotFound):
    """There is no such notice for this actor."""

    code = "no-such-notice"
    sentence = "Expected a notice {notice}, but there is none."


def mine(actor: Actor) -> ColumnElement[bool]:
    """Notices to the actor or their groups, but none of a sealed case of others."""
    return and_(
        NoticeRow.tenant == actor.tenant,
        or_(NoticeRow.person_id == actor.id, NoticeRow.member_group.in_(sorted(actor.groups))),
        ~sealed_from(actor, NoticeRow.case_id),
    )


def waiting(session: Session, actor: Actor) -> int:
    """How many notices nobody has read yet."""
    query = select(func.count()).where(mine(actor), NoticeRow.read_at.is_(None))
    return session.scalar(query) or 0


def taken_note_of(session: Session, actor: Actor, *, most: int = 30) -> Sequence[NoticeRow]:
    """Notices that were read, the latest first."""
    query = select(NoticeRow).where(mine(actor), NoticeRow.read_at.is_not(None))
    return session.scalars(query.order_by(NoticeRow.id.desc()).limit(most)).all()


def take_note(session: Session, actor: Actor, notice_id: str) -> NoticeRow:
    """Mark one notice as read; one that was read before keeps its first reader."""
    row = session.scalar(
        select(NoticeRow).where(mine(actor), NoticeRow.id == notice_id).with_for_update()
    )
    if row is None:
        raise NoSuchNotice(notice=notice_id)
    if row.read_at is None:
        row.read_at, row.read_by = clock.now(), actor.id
        signals.announce(session, row.tenant, row.unit, "notices")
    return row
