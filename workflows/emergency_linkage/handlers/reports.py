"""Reports up the chain (H07): what was sent, when it was due, and who urges when it is late."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from engine.database import new_id
from engine.instances import Call
from workflows.emergency_linkage import rules
from workflows.emergency_linkage.incidents import (
    centre,
    due,
    incident_of,
    instant,
    note,
    number,
    tell,
    text,
)
from workflows.emergency_linkage.models import IncidentRow, InfoReportRow

#: Report of the diagram → code of its deadline.
CODES = {
    "street": "H07.street", "county": "H07.county", "written": "H07.written",
    "follow_up": "H07.follow", "final": "H07.final", "mandatory": "H02",
}  # fmt: skip


def record_info_report(call: Call) -> dict[str, Any]:
    """`emergency.record-info-report`: report, at, start; optional severity, number → sent_at."""
    incident, kind = incident_of(call), text(call, "report")
    sent = instant(call, "at") or call.event_time
    start = instant(call, "start") or incident.graded_at or incident.opened_at
    limit = due(call, CODES[kind], start, severity=text(call, "severity") or incident.severity)
    count = _sent_so_far(call, incident, kind) + 1
    if count > 1 and kind != "follow_up":
        return {"sent_at": sent.isoformat()}
    row = InfoReportRow(
        tenant=call.tenant, id=new_id(), station=incident.station, case_id=incident.case_id,
        incident_id=incident.id, kind=kind, number=count, due_at=limit.effective, sent_at=sent,
        in_time=sent < limit.expires or sent == limit.effective, sent_by=call.actor.id,
    )  # fmt: skip
    call.session.add(row)
    facts = {"report": kind, "number": count, "in_time": row.in_time}
    note(call, incident, "report:sent", facts | {"due": limit.effective.isoformat()})
    return {"sent_at": sent.isoformat()}


def _sent_so_far(call: Call, incident: IncidentRow, kind: str) -> int:
    row = InfoReportRow
    query = select(func.count()).where(
        row.tenant == call.tenant, row.incident_id == incident.id, row.kind == kind
    )
    return call.session.scalar(query) or 0


def plan_follow_up(call: Call) -> dict[str, Any]:
    """`emergency.plan-follow-up`: severity, incident_over → cycle_severity, follow_state."""
    severity, over = text(call, "severity"), call.inputs.get("incident_over") is True
    state = rules.follow_state(severity, over=over)
    return {"cycle_severity": severity, "follow_state": state.value}


def escalate_report(call: Call) -> dict[str, Any]:
    """`emergency.escalate-report`: report; it is late, so the head and the duty leader urge."""
    kind = text(call, "report")
    facts = {"report": kind, "deadline": CODES[kind], "number": number(call, "number")}
    tell(call, "report-overdue", ("R06", call.unit), ("R07", centre(call)), level=3, facts=facts)
    return {}
