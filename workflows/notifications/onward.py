"""From a notice to the ways out of the house: outbox rows for people's mail and stations' robots.

A row names the person or the robot by id only: addresses are looked up when it is sent, and so are
the quiet hours, so that a changed choice holds for what waits already.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, outbox
from engine.outbox import MOST_ATTEMPTS, PATIENT_ATTEMPTS, Delivery
from workflows.access.policy import is_outside
from workflows.notifications.choosing import Mailed
from workflows.notifications.models import ContactRow, NoticeRow, RobotRow
from workflows.people.directory import actor_of, holders

MAIL, ROBOT = "mail", "robot"


def carry_onward(session: Session, notice: NoticeRow, *, urgent: bool) -> None:
    """Write what is to be sent for a notice, to those who want it."""
    for contact in _contacts(session, notice):
        wants = contact.mailed == Mailed.ALL or (contact.mailed == Mailed.URGENT and urgent)
        if wants and not _hidden_from(session, notice, contact.id):
            _record(session, notice, MAIL, "person", contact.id, urgent=urgent)
    for robot in _robots(session, notice):
        if urgent or not robot.urgent_only:
            _record(session, notice, ROBOT, "robot", robot.id, urgent=urgent)


def tone_of(delivery: Delivery) -> str:
    """Which of the texts a delivery carries."""
    if delivery.payload.get("test"):
        return "test"
    return "urgent" if delivery.payload.get("urgent") else "calm"


def attempts_for(delivery: Delivery) -> int:
    """How often it is tried: of what is urgent somebody must soon see that it does not go out."""
    return MOST_ATTEMPTS if delivery.payload.get("urgent") else PATIENT_ATTEMPTS


def _record(
    session: Session, notice: NoticeRow, channel: str, whose: str, to: str, *, urgent: bool
) -> None:
    # An emergency has a lane of its own: what waits for the morning never stands before it.
    outbox.record(
        session, notice.tenant, notice.unit, channel, {whose: to, "urgent": urgent},
        order_key=outbox.lane(
            notice.case_id or f"notice:{notice.id}", channel, to, "urgent" if urgent else "calm"
        ),
        receiver_key=f"notice:{notice.id}:{channel}:{to}",
    )  # fmt: skip


def _contacts(session: Session, notice: NoticeRow) -> Sequence[ContactRow]:
    people = [notice.person_id] if notice.person_id else _members(session, notice)
    query = select(ContactRow).where(
        ContactRow.tenant == notice.tenant, ContactRow.id.in_(people),
        ContactRow.mailed != Mailed.NOTHING,
    )  # fmt: skip
    return session.scalars(query.order_by(ContactRow.id)).all() if people else []


def _members(session: Session, notice: NoticeRow) -> list[str]:
    role, _, unit = (notice.member_group or "").partition("@")
    return [each.id for each in holders(session, notice.tenant, role, unit, clock.now())]


def _hidden_from(session: Session, notice: NoticeRow, person_id: str) -> bool:
    """Whether the notice would not even be shown to somebody, since the case is sealed."""
    if not notice.case_id:
        return False
    return is_outside(session, actor_of(session, notice.tenant, person_id), notice.case_id)


def _robots(session: Session, notice: NoticeRow) -> Sequence[RobotRow]:
    if notice.person_id:
        return []
    query = select(RobotRow).where(
        RobotRow.tenant == notice.tenant, RobotRow.unit == notice.unit, RobotRow.active
    )
    return session.scalars(query.order_by(RobotRow.id)).all()
