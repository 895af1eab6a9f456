"""Robots in the group chats of stations: an administrator adds, tests, and switches them off.

An address is never changed or shown again: a new address is a new robot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, history, outbox
from engine.actors import Actor
from engine.database import new_id
from engine.errors import Invalid, NotFound
from engine.models import OutboxRow
from workflows.notifications.choosing import BadContact, contact_of
from workflows.notifications.models import RobotRow
from workflows.notifications.onward import MAIL, ROBOT
from workflows.notifications.outward import AddressRefused, Way
from workflows.people.directory import unit as unit_of


class Kind(StrEnum):
    """Whose robot it is."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"


#: Where each kind lives on the internet, and the part of its address that is its key.
HOSTS: Mapping[Kind, str] = {
    Kind.WECOM: "qyapi.weixin.qq.com",
    Kind.DINGTALK: "oapi.dingtalk.com",
}
_KEY = {Kind.WECOM: "key", Kind.DINGTALK: "access_token"}
_LONGEST_NAME = 40


class BadRobot(Invalid):
    """Some fields of a robot do not hold; `problems` says which and why."""

    code = "bad-robot"
    sentence = "Expected a complete robot, but {fields} do not hold."

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(fields=", ".join(sorted(problems)))


class NoSuchRobot(NotFound):
    """There is no such robot in this centre."""

    code = "no-such-robot"
    sentence = "Expected a robot {robot}, but there is none."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was typed."""

    unit: str
    kind: str
    name: str
    address: str = field(repr=False)
    secret: str = field(repr=False)
    urgent_only: bool


def way(listed: frozenset[str]) -> Way:
    """Whom robots may be reached at."""
    return Way(known=frozenset(HOSTS.values()), listed=listed)


def robots(session: Session, tenant: str) -> Sequence[RobotRow]:
    """All robots of a centre, by unit."""
    query = select(RobotRow).where(RobotRow.tenant == tenant)
    return session.scalars(query.order_by(RobotRow.unit, RobotRow.id)).all()


def add(session: Session, actor: Actor, wanted: Wanted, outward: Way) -> RobotRow:
    """A new robot of a unit."""
    _refuse(session, actor, wanted, outward)
    row = RobotRow(
        tenant=actor.tenant, id=new_id(), unit=wanted.unit, kind=wanted.kind,
        name=wanted.name.strip(), address=wanted.address.strip(),
        secret=wanted.secret.strip() or None, urgent_only=wanted.urgent_only,
        added_by=actor.id, added_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    _note(session, actor, row, "robot:added")
    return row


def switch(session: Session, actor: Actor, robot_id: str, *, on: bool) -> RobotRow:
    """Switch a robot on or off; doing it twice is doing it once."""
    row = session.get(RobotRow, (actor.tenant, robot_id), with_for_update=True)
    if row is None:
        raise NoSuchRobot(robot=robot_id)
    if row.active != on:
        row.active = on
        _note(session, actor, row, "robot:switched-on" if on else "robot:switched-off")
    return row


def send_test(session: Session, actor: Actor, robot_id: str) -> str:
    """Let a robot say that it works, by the same way as everything else; the delivery's id."""
    row = session.get(RobotRow, (actor.tenant, robot_id))
    if row is None or not row.active:
        raise NoSuchRobot(robot=robot_id)
    return _test(session, actor, row.unit, ROBOT, {"robot": row.id})


def send_test_mail(session: Session, actor: Actor) -> str:
    """A test to the actor's own address, once there is one."""
    contact = contact_of(session, actor.tenant, actor.id)
    if contact is None or not contact.email:
        raise BadContact({"email": "required"})
    return _test(session, actor, actor.unit, MAIL, {"person": actor.id})


def _test(session: Session, actor: Actor, unit: str, channel: str, to: Mapping[str, str]) -> str:
    # Urgent, because whoever presses the button waits for it, at night as well.
    payload = {**to, "urgent": True, "test": True}
    key = outbox.lane(f"test:{actor.id}:{new_id()}", channel)
    return outbox.record(session, actor.tenant, unit, channel, payload, order_key=key)


def last_tests(session: Session, actor: Actor, *, most: int = 5) -> Sequence[OutboxRow]:
    """The actor's latest tests, and what came of them."""
    query = select(OutboxRow).where(
        OutboxRow.tenant == actor.tenant, OutboxRow.order_key.startswith(f"test:{actor.id}:")
    )
    return session.scalars(query.order_by(OutboxRow.id.desc()).limit(most)).all()


def _refuse(session: Session, actor: Actor, wanted: Wanted, outward: Way) -> None:
    problems = {
        "name": "" if 0 < len(wanted.name.strip()) <= _LONGEST_NAME else "name",
        "unit": "" if unit_of(session, actor.tenant, wanted.unit) else "required",
        "kind": "" if wanted.kind in set(Kind) else "required",
        "address": _address_problem(wanted, outward),
    }
    found = {field_name: code for field_name, code in problems.items() if code}
    if found:
        raise BadRobot(found)


def _address_problem(wanted: Wanted, outward: Way) -> str:
    try:
        parts = outward.refuse(wanted.address)
    except AddressRefused as refused:
        return refused.why
    if parts.hostname not in HOSTS.values() or wanted.kind not in set(Kind):
        return ""
    kind = Kind(wanted.kind)
    if parts.hostname != HOSTS[kind]:
        return "other-kind"
    return "" if parse_qs(parts.query).get(_KEY[kind]) else "no-key"


def _note(session: Session, actor: Actor, row: RobotRow, tag: str) -> None:
    entry = history.Entry(tag=tag, facts={"robot": row.id, "kind": row.kind})
    history.record(session, actor, f"robot:{row.id}", row.unit, [entry])
