"""The two operations that diagrams call: `notifications.tell` and `notifications.escalate`.

Both write a notice for a role in a unit and, for urgent channels, an outbox row with a neutral
text. An escalation also leaves a fact in the history of the case, because it is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import history, outbox, signals
from engine.actors import Actor, group
from engine.database import new_id
from engine.instances import Call, Operation
from workflows.notifications.models import NoticeRow
from workflows.notifications.onward import carry_onward
from workflows.notifications.reading import mine
from workflows.people.administrators import CENTRE_UNIT
from workflows.people.directory import unit as unit_of
from workflows.people.rules import fits

#: What every channel sends, whatever the notice is about.
NEUTRAL_TEXT = "您在三联有一件待办，请登录查看。"


def send(
    call: Call,
    *,
    role: str,
    unit: str,
    template: str,
    level: int = 0,
    channel: str = "",
    facts: Mapping[str, Any] | None = None,
) -> NoticeRow:
    """Leave a notice for a role in a unit; a named channel makes it urgent and carries the text.

    Mail and robots get it as people and stations have chosen.

    A role that no body of that kind has is told where it is held: the centre's leader in the
    centre, the triage officer in the station of the case.
    """
    unit = seat(call, role, unit)
    row = NoticeRow(
        tenant=call.tenant, id=new_id(), unit=unit, case_id=call.business_key,
        member_group=group(role, unit), template=template, level=level, facts=dict(facts or {}),
        sent_at=call.event_time,
    )  # fmt: skip
    call.session.add(row)
    signals.announce(call.session, call.tenant, unit, "notices")
    if channel:
        outbox.record(
            call.session, call.tenant, unit, channel,
            {"to": group(role, unit), "text": NEUTRAL_TEXT},
            order_key=call.business_key, receiver_key=f"notice:{row.id}:{channel}",
        )  # fmt: skip
    # A diagram names a channel only where somebody must act at once.
    carry_onward(call.session, row, urgent=bool(channel))
    return row


def seat(call: Call, role: str, unit: str) -> str:
    """The unit in which people hold a role, nearest to the one that was named."""
    for candidate in (unit, call.unit, CENTRE_UNIT):
        body = unit_of(call.session, call.tenant, candidate)
        if body is not None and fits(role, body.kind):
            return candidate
    return unit


def tell(call: Call) -> dict[str, Any]:
    """`notifications.tell`: inputs role, template; optional unit, channel, level."""
    send(
        call, role=_text(call, "role"), unit=_text(call, "unit") or call.unit,
        template=_text(call, "template"), channel=_text(call, "channel"),
        level=int(call.inputs.get("level") or 0), facts=_rest(call),
    )  # fmt: skip
    return {}


def escalate(call: Call) -> dict[str, Any]:
    """`notifications.escalate`: a deadline passed, so the next rung of the ladder is told.

    Several timers may watch one clock; the same rung of one deadline speaks once a case.
    """
    level = int(call.inputs.get("level") or 1)
    role = _text(call, "role")
    unit = seat(call, role, _text(call, "unit") or call.unit)
    if _said(call, group(role, unit), level):
        return {}
    send(
        call, role=role, unit=unit, template=_text(call, "template") or "deadline-missed",
        level=level, channel=_text(call, "channel"), facts=_rest(call),
    )  # fmt: skip
    fact = history.Entry(
        tag="deadline:escalated", instance_id=call.instance_id, node=call.node,
        facts={"level": level, "to": group(role, unit), **_rest(call)},
    )  # fmt: skip
    history.record(
        call.session, call.actor, call.business_key, call.unit, [fact],
        event_time=call.event_time,
    )  # fmt: skip
    return {}


def _said(call: Call, member_group: str, level: int) -> bool:
    """Whether this rung of this deadline has spoken to this group on this case before."""
    earlier = call.session.scalars(
        select(NoticeRow).where(
            NoticeRow.tenant == call.tenant, NoticeRow.case_id == call.business_key,
            NoticeRow.member_group == member_group, NoticeRow.level == level,
        )
    )  # fmt: skip
    return any(row.facts == _rest(call) for row in earlier)


_OWN = frozenset({"role", "unit", "template", "channel", "level"})


def _rest(call: Call) -> dict[str, Any]:
    return {key: value for key, value in call.inputs.items() if key not in _OWN}


def _text(call: Call, key: str) -> str:
    value = call.inputs.get(key)
    return "" if value is None else str(value)


def unread(session: Session, actor: Actor, *, most: int = 50) -> Sequence[NoticeRow]:
    """Notices for the actor and their groups that nobody has read, newest first."""
    query = (
        select(NoticeRow)
        .where(mine(actor), NoticeRow.read_at.is_(None))
        .order_by(NoticeRow.id.desc())
        .limit(most)
    )
    return session.scalars(query).all()


OPERATIONS: Mapping[str, Operation] = {
    "notifications.tell": tell,
    "notifications.escalate": escalate,
}
