"""What the consultation's diagram may call: `consultation.<verb>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.database import new_id
from engine.instances import Call, Operation
from workflows.cases import files
from workflows.cases.models import CaseState, Track
from workflows.consultation.models import ConsultationRow


def open_consultation(call: Call) -> dict[str, Any]:
    """`consultation.open`: visit_id, channel → consultation_id, opened_at."""
    row = ConsultationRow(
        tenant=call.tenant, id=new_id(), station=call.unit, case_id=call.business_key,
        visit_id=str(call.inputs.get("visit_id") or ""),
        channel=str(call.inputs.get("channel") or ""), opened_at=call.event_time,
    )  # fmt: skip
    call.session.add(row)
    return {"consultation_id": row.id, "opened_at": call.event_time.isoformat()}


def _row(call: Call) -> ConsultationRow:
    return call.session.get_one(ConsultationRow, (call.tenant, str(call.inputs["consultation_id"])))


def record_answer(call: Call) -> dict[str, Any]:
    """`consultation.record-answer`: consultation_id, category; a correction answers again."""
    row = _row(call)
    row.answered_at, row.answered_by = call.event_time, call.actor.id
    row.category_d = str(call.inputs.get("category") or row.category_d)
    case = files.load(call.session, call.tenant, call.business_key)
    case.category_d = case.category_d or row.category_d
    files.record(
        call.session, call.actor, case, "consultation:answered", event_time=call.event_time
    )
    if case.state == CaseState.CONSULT:
        files.set_state(call.session, call.actor, case, CaseState.RESOLVED, at=call.event_time)
    return {}


def record_interruption(call: Call) -> dict[str, Any]:
    """`consultation.record-interruption`: consultation_id → interruptions; the caller hung up."""
    row = _row(call)
    row.interruptions += 1
    return {"interruptions": row.interruptions}


def record_danger(call: Call) -> dict[str, Any]:
    """`consultation.record-danger`: consultation_id → heard_at; it goes to the screen."""
    _row(call).danger_at = call.event_time
    case = files.load(call.session, call.tenant, call.business_key)
    files.set_track(case, Track.PROTECTION)
    files.record(call.session, call.actor, case, "danger:heard", event_time=call.event_time)
    return {"heard_at": call.event_time.isoformat()}


OPERATIONS: Mapping[str, Operation] = {
    "consultation.open": open_consultation,
    "consultation.record-answer": record_answer,
    "consultation.record-interruption": record_interruption,
    "consultation.record-danger": record_danger,
}
