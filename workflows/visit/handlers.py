"""What the visit's diagram may call: `visit.<verb>`, each named with its inputs and answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.actors import group
from engine.database import new_id
from engine.errors import NotFound
from engine.instances import Call, Operation
from workflows.cases import files, membership
from workflows.cases.models import CaseState, Track
from workflows.cases.numbering import next_number
from workflows.cases.query_code import give_code
from workflows.deadlines.queries import calendar_for
from workflows.notifications.tell import send
from workflows.visit import rules
from workflows.visit.duplicates import link_to
from workflows.visit.models import ReferralRow, TransferRow, VisitRow

#: Channel of somebody who simply comes through the door.
WALK_IN = "walk-in"


class NoSuchTransfer(NotFound):
    """The matter was not sent to this department."""

    code = "no-such-transfer"
    sentence = "Expected a transfer to {department}, but there is none."


def open_visit(call: Call) -> dict[str, Any]:
    """`visit.open`: channel, arrived_at, order_no → visit_id, channel, arrived_at, screen_from."""
    arrived = call.inputs.get("arrived_at")
    at = datetime.fromisoformat(str(arrived)) if arrived else call.event_time
    year = at.astimezone(calendar_for(call.session, call.tenant).zone).year
    number = next_number(call.session, call.tenant, f"visit:{call.unit}:{year}")
    visit = VisitRow(
        tenant=call.tenant, id=new_id(), station=call.unit, case_id=call.business_key,
        number=f"LF-{year}-{number:04d}", channel=str(call.inputs.get("channel") or WALK_IN),
        order_no=str(call.inputs.get("order_no") or ""), arrived_at=at,
        receptionist=call.actor.id,
    )  # fmt: skip
    call.session.add(visit)
    instant = at.isoformat()
    return {
        "visit_id": visit.id, "channel": visit.channel, "arrived_at": instant,
        "screen_from": instant,
    }  # fmt: skip


def _visit(call: Call) -> VisitRow:
    visit_id = call.inputs.get("visit_id") or call.facts.get("visit_id")
    return call.session.get_one(VisitRow, (call.tenant, str(visit_id)))


def open_case(call: Call) -> dict[str, Any]:
    """`visit.open-case`: visit_id, channel → case_no; the draft becomes a registered case."""
    case = files.load(call.session, call.tenant, call.business_key)
    case.channel = str(call.inputs.get("channel") or case.channel)
    number = files.give_number(call.session, call.actor, case, at=call.event_time)
    give_code(case)
    return {"case_no": number}


def link_duplicate(call: Call) -> dict[str, Any]:
    """`visit.link-duplicate`: visit_id, existing_case_no → linked, case_no."""
    existing = link_to(call, _visit(call), str(call.inputs.get("existing_case_no") or ""))
    return {"linked": True, "case_no": existing.number}


def record_screen(call: Call) -> dict[str, Any]:
    """`visit.record-screen`: visit_id, danger; a danger puts the case on the protection track."""
    visit, danger = _visit(call), bool(call.inputs.get("danger"))
    visit.screened_at, visit.danger = call.event_time, danger
    case = files.load(call.session, call.tenant, call.business_key)
    if danger:
        files.set_track(case, Track.PROTECTION)
    files.record(
        call.session, call.actor, case, "safety:screened", {"danger": danger},
        event_time=call.event_time,
    )  # fmt: skip
    return {}


def compare_grade(call: Call) -> dict[str, Any]:
    """`visit.compare-grade`: answers suggested_level, grade_state.

    Inputs risk_level, seen_level, dv_level, dispute_level, child_level.
    """
    given = call.inputs
    suggested = rules.suggest(
        _text(given.get("dv_level")), _text(given.get("dispute_level")),
        _text(given.get("child_level")),
    )  # fmt: skip
    state = rules.compare_grade(str(given["risk_level"]), suggested, _text(given.get("seen_level")))
    return {"suggested_level": suggested, "grade_state": state.value}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def record_withdrawal(call: Call) -> dict[str, Any]:
    """`visit.record-withdrawal`: the visitor does not agree to the service; nothing is forced."""
    _visit(call).withdrawn_at = call.event_time
    case = files.load(call.session, call.tenant, call.business_key)
    case.end_reason = "withdrawn_applicant"
    files.set_state(call.session, call.actor, case, CaseState.WITHDRAWN, at=call.event_time)
    return {}


def record_route(call: Call) -> dict[str, Any]:
    """`visit.record-route`: route, refuse_reason, right_channel; the case is triaged."""
    visit, route = _visit(call), str(call.inputs["route"])
    visit.route, visit.routed_at = route, call.event_time
    visit.refuse_reason = str(call.inputs.get("refuse_reason") or "")
    visit.right_channel = str(call.inputs.get("right_channel") or "")
    case = files.load(call.session, call.tenant, call.business_key)
    for key in ("category_a", "category_c", "category_d", "service_type"):
        if call.facts.get(key):
            setattr(case, key, str(call.facts[key]))
    state = {"refuse": CaseState.REFUSED, "consult": CaseState.CONSULT}.get(
        route, CaseState.TRIAGED
    )
    files.set_track(case, Track.CONSULTATION if route == "consult" else Track.MEDIATION)
    files.set_state(call.session, call.actor, case, state, at=call.event_time)
    return {}


def record_referral(call: Call) -> dict[str, Any]:
    """`visit.record-referral`: kind, category_d; the matter waits for the next service."""
    call.session.add(
        ReferralRow(
            tenant=call.tenant, id=new_id(), station=call.unit, case_id=call.business_key,
            visit_id=_visit(call).id, kind=str(call.inputs["kind"]),
            category_d=str(call.inputs.get("category_d") or ""), sent_at=call.event_time,
        )
    )  # fmt: skip
    case = files.load(call.session, call.tenant, call.business_key)
    files.set_state(call.session, call.actor, case, CaseState.TRANSFERRED, at=call.event_time)
    return {}


def send_transfer(call: Call) -> dict[str, Any]:
    """`visit.send-transfer`: department, co_departments, petition_transfer → lead_department.

    The department's liaison becomes a member of the case and reads what the transfer carries.
    """
    department = str(call.inputs["department"])
    _end_earlier(call, department)
    call.session.add(
        TransferRow(
            tenant=call.tenant, id=new_id(), station=call.unit, case_id=call.business_key,
            visit_id=_visit(call).id, department=department,
            co_departments=list(call.inputs.get("co_departments") or []),
            petition=bool(call.inputs.get("petition_transfer")), sent_at=call.event_time,
        )
    )  # fmt: skip
    membership.add_group(
        call.session, call.tenant, call.business_key, group("R08", department), "transfer"
    )
    case = files.load(call.session, call.tenant, call.business_key)
    files.set_state(call.session, call.actor, case, CaseState.TRANSFERRED, at=call.event_time)
    return {"lead_department": department, "transfer_sent_at": call.event_time.isoformat()}


def _end_earlier(call: Call, department: str) -> None:
    """A department that the matter left for another reads it no longer."""
    rows = TransferRow
    earlier = select(rows.department).where(
        rows.tenant == call.tenant, rows.case_id == call.business_key,
        rows.department != department, rows.accepted_at.is_(None),
    )  # fmt: skip
    for each in call.session.scalars(earlier):
        membership.end_group(
            call.session, call.tenant, call.business_key, group("R08", each), basis="transfer"
        )


def _transfer(call: Call) -> TransferRow:
    """The transfer that is under way."""
    department = str(call.inputs.get("department") or call.facts["lead_department"])
    rows = TransferRow
    found = call.session.scalar(
        select(rows)
        .where(
            rows.tenant == call.tenant, rows.case_id == call.business_key,
            rows.department == department,
        )
        .order_by(rows.id.desc())
        .limit(1)
    )  # fmt: skip
    if found is None:
        raise NoSuchTransfer(department=department)
    return found


def record_acceptance(call: Call) -> dict[str, Any]:
    """`visit.record-acceptance`: department; it has taken the matter over."""
    row = _transfer(call)
    row.acknowledged_at = row.acknowledged_at or call.event_time
    row.accepted_at = call.event_time
    return {}


def record_objection(call: Call) -> dict[str, Any]:
    """`visit.record-objection`: department, reason, proposed → objections so far."""
    row = _transfer(call)
    row.acknowledged_at = row.acknowledged_at or call.event_time
    row.objected_at = call.event_time
    row.objection_reason = str(call.inputs.get("reason") or "")
    row.proposed_department = str(call.inputs.get("proposed") or "")
    return {"objections": int(str(call.facts.get("objections") or 0)) + 1}


def call_joint_meeting(call: Call) -> dict[str, Any]:
    """`visit.call-joint-meeting`: the second refusal; the meeting is due within 5 working days."""
    send(call, role="R06", unit=call.unit, template="joint-meeting", level=4, channel="phone")
    return {"meeting_called_at": call.event_time.isoformat()}


def close(call: Call) -> dict[str, Any]:
    """`visit.close`: the reception is over; the case goes on where its route leads."""
    visit = _visit(call)
    visit.closed_at = call.event_time
    case = files.load(call.session, call.tenant, call.business_key)
    files.record(
        call.session, call.actor, case, "visit:closed", {"route": visit.route},
        event_time=call.event_time,
    )  # fmt: skip
    if case.state in {CaseState.CONSULT, CaseState.REFUSED}:
        files.set_state(call.session, call.actor, case, CaseState.RESOLVED, at=call.event_time)
    return {}


OPERATIONS: Mapping[str, Operation] = {
    "visit.open": open_visit,
    "visit.open-case": open_case,
    "visit.link-duplicate": link_duplicate,
    "visit.record-screen": record_screen,
    "visit.compare-grade": compare_grade,
    "visit.record-withdrawal": record_withdrawal,
    "visit.record-route": record_route,
    "visit.record-referral": record_referral,
    "visit.send-transfer": send_transfer,
    "visit.record-acceptance": record_acceptance,
    "visit.record-objection": record_objection,
    "visit.call-joint-meeting": call_joint_meeting,
    "visit.close": close,
}
