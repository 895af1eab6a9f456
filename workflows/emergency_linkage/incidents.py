"""The incident that an operation works on, and how what happened to it is told and written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import history, signals
from engine.actors import group
from engine.errors import NotFound
from engine.instances import Call
from workflows.deadlines import Reckoning, reckon
from workflows.deadlines.queries import calendar_for
from workflows.emergency_linkage.models import IncidentNoticeRow, IncidentRow
from workflows.emergency_linkage.rules import OPEN_STATES, notice_state
from workflows.notifications.tell import send

#: Signal topic of the board.
TOPIC = "emergency"


class NoSuchIncident(NotFound):
    """There is no such incident for this tenant."""

    code = "no-such-incident"
    sentence = "Expected an incident {incident}, but there is none."


def incident_of(call: Call) -> IncidentRow:
    """The incident of the running instance."""
    found = call.session.get(IncidentRow, (call.tenant, str(call.facts.get("incident_id"))))
    if found is None:
        raise NoSuchIncident(incident=call.facts.get("incident_id"))
    return found


def notices_of(session: Session, incident: IncidentRow) -> Sequence[IncidentNoticeRow]:
    """The departments of an incident in the order in which they were wanted."""
    row = IncidentNoticeRow
    query = select(row).where(row.tenant == incident.tenant, row.incident_id == incident.id)
    return session.scalars(query.order_by(row.id)).all()


def notice_of(call: Call, department: str) -> IncidentNoticeRow | None:
    """The notice of one department, if it is part of the incident."""
    row = IncidentNoticeRow
    return call.session.scalar(
        select(row).where(
            row.tenant == call.tenant, row.incident_id == incident_of(call).id,
            row.department == department,
        )
    )  # fmt: skip


def require_notice(call: Call) -> IncidentNoticeRow:
    """The notice of the department that the element names."""
    department = text(call, "department")
    found = notice_of(call, department)
    if found is None:
        raise NoSuchIncident(incident=department)
    return found


def open_departments(session: Session, incident: IncidentRow) -> list[str]:
    """Departments that still owe something."""
    return [
        notice.department
        for notice in notices_of(session, incident)
        if notice_state(notice) in OPEN_STATES
    ]


def note(
    call: Call,
    incident: IncidentRow,
    tag: str,
    facts: Mapping[str, Any] | None = None,
    *,
    detail: Any = None,
) -> None:
    """Write a fact into the history of the case and let the board look again."""
    entry = history.Entry(
        tag=tag, instance_id=call.instance_id, node=call.node,
        facts={"incident": incident.number, **(facts or {})}, detail=detail,
    )  # fmt: skip
    history.record(
        call.session, call.actor, incident.case_id, incident.station, [entry],
        event_time=call.event_time,
    )  # fmt: skip
    signals.announce(call.session, call.tenant, incident.station, TOPIC, f"case:{incident.case_id}")


def tell(
    call: Call, template: str, *roles: tuple[str, str], level: int = 0, channel: str = "phone",
    facts: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Tell some (role, unit) pairs at once; an escalation (level > 0) is also a fact."""
    for role, unit in roles:
        send(
            call, role=role, unit=unit, template=template, level=level, channel=channel, facts=facts
        )
    if level:
        reached = [group(role, unit) for role, unit in roles]
        note(
            call, incident_of(call), "deadline:escalated",
            {"level": level, "to": reached, **(facts or {})},
        )  # fmt: skip


def due(call: Call, code: str, start: datetime, **facts: object) -> Reckoning:
    """When something is due by the law and the calendar of the centre."""
    return reckon(
        code, start=start, parameters=facts, calendar=calendar_for(call.session, call.tenant)
    )


def text(call: Call, key: str) -> str:
    """An input as text, "" when it is absent."""
    value = call.inputs.get(key)
    return "" if value is None else str(value)


def instant(call: Call, key: str) -> datetime | None:
    """An input as an aware instant; None when it is absent or no instant of the day."""
    value = call.inputs.get(key)
    return datetime.fromisoformat(str(value)) if value else None


def number(call: Call, key: str) -> int:
    """An input as a whole number, 0 when it is absent."""
    value = call.inputs.get(key)
    return int(str(value)) if value is not None else 0


def listed(call: Call, key: str) -> list[str]:
    """An input as a list of texts."""
    value = call.inputs.get(key)
    return [str(each) for each in value] if isinstance(value, list) else []


def centre(call: Call) -> str:
    """The unit of the duty leader."""
    return str(call.inputs.get("centre") or call.facts.get("centre") or call.unit)
