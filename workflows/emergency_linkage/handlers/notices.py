"""Departments: chosen by the grade, told, urged by three rungs, replaced when silent."""

from __future__ import annotations

from typing import Any

from engine.actors import group
from engine.database import new_id
from engine.errors import Conflict
from engine.instances import Call
from workflows.cases import membership
from workflows.codes import load_departments
from workflows.emergency_linkage import rules
from workflows.emergency_linkage.incidents import (
    centre,
    due,
    incident_of,
    instant,
    listed,
    note,
    notice_of,
    notices_of,
    number,
    require_notice,
    tell,
    text,
)
from workflows.emergency_linkage.models import IncidentNoticeRow, IncidentRow
from workflows.notifications.tell import send

FIRST, SECOND = rules.CHANNELS


class SubstituteUnfit(Conflict):
    """A department that was replaced itself cannot replace another one."""

    code = "substitute-unfit"
    sentence = "Expected a department that can act, but {department} was itself replaced."


def choose_departments(call: Call) -> dict[str, Any]:
    """`emergency.choose-departments`: severity, round → departments to tell now, asked_round.

    All that the grade names, and all that were wanted since; nobody is told twice.
    """
    incident = incident_of(call)
    for department in load_departments().notified_at(incident.severity or text(call, "severity")):
        want(call, incident, department.id, "grade")
    now = [each for each in notices_of(call.session, incident) if each.chosen_at is None]
    for each in now:
        each.chosen_at = call.event_time
    names = [each.department for each in now]
    note(call, incident, "departments:chosen", {"departments": names})
    return {"departments": names, "asked_round": number(call, "round")}


def want(
    call: Call, incident: IncidentRow, department: str, reason: str, *, of: str = ""
) -> IncidentNoticeRow | None:
    """Make a department part of the incident; None when it is already."""
    if notice_of(call, department) is not None:
        return None
    row = IncidentNoticeRow(
        tenant=call.tenant, id=new_id(), station=incident.station, case_id=incident.case_id,
        incident_id=incident.id, department=department, reason=reason,
        wanted_at=call.event_time, attempts=[], substitute_of=of, responder={},
    )  # fmt: skip
    call.session.add(row)
    call.session.flush()
    return row


def send_notice(call: Call) -> dict[str, Any]:
    """`emergency.send-notice`: department, severity → notice_sent_at; the clock of H08 begins.

    The department's liaison becomes a member of the case and reads what the notice carries.
    """
    row, incident = require_notice(call), incident_of(call)
    membership.add_group(
        call.session, call.tenant, incident.case_id, group("R08", row.department), "notice"
    )
    if row.sent_at is None:
        row.sent_at = call.event_time
        limit = due(call, "H08.1", row.sent_at, severity=incident.severity)
        row.ack_due_at = limit.effective
        _attempt(call, row, FIRST, "incident-notice")
        note(
            call, incident, "notice:sent",
            {"department": row.department, "due": limit.effective.isoformat()},
        )  # fmt: skip
    return {"notice_sent_at": row.sent_at.isoformat(), "substitution": None, "notice_answer": None}


def _attempt(call: Call, row: IncidentNoticeRow, channel: str, template: str) -> None:
    send(
        call, role="R08", unit=row.department, template=template, channel=channel,
        facts={"incident": row.incident_id, "severity": incident_of(call).severity},
    )  # fmt: skip
    row.attempts = [*row.attempts, {"channel": channel, "at": call.event_time.isoformat()}]


def resend_notice(call: Call) -> dict[str, Any]:
    """`emergency.resend-notice`: department; the first limit passed, so by another channel."""
    row = require_notice(call)
    if row.rung < 1:
        row.rung = 1
        _attempt(call, row, SECOND, "incident-notice-again")
        note(
            call, incident_of(call), "notice:resent",
            {"department": row.department, "channel": SECOND, "deadline": "H08.1"},
        )  # fmt: skip
    return {}


def record_call(call: Call) -> dict[str, Any]:
    """`emergency.record-call`: department, called_at, call_result; somebody called it."""
    row, result = require_notice(call), text(call, "call_result")
    at = text(call, "called_at") or call.event_time.isoformat()
    row.attempts = [*row.attempts, {"channel": "call", "at": at, "result": result}]
    note(
        call,
        incident_of(call),
        "department:called",
        {"department": row.department, "result": result},
    )
    return {}


def escalate_notice(call: Call) -> dict[str, Any]:
    """`emergency.escalate-notice`: department; the second limit passed, its head is told."""
    row = require_notice(call)
    if row.rung < 2:
        row.rung = 2
        facts = {"department": row.department, "deadline": "H08.2"}
        tell(
            call, "notice-overdue", ("R08", row.department), ("R07", centre(call)), level=3,
            facts=facts,
        )  # fmt: skip
    return {}


def ask_substitute(call: Call) -> dict[str, Any]:
    """`emergency.ask-substitute`: department; silent for the third time, or not competent."""
    row = require_notice(call)
    row.rung = 3 if row.acked_at is None else row.rung
    tell(
        call, "substitute-wanted", ("R07", centre(call)), level=3,
        facts={"department": row.department, "deadline": "H08.3"},
    )  # fmt: skip
    return {}


def assign_substitute(call: Call) -> dict[str, Any]:
    """`emergency.assign-substitute`: department, substitute, inspected → substitution, department.

    `notify`: the substitute gets a notice and clocks of its own; `known`: it is at work already.
    """
    row, name = require_notice(call), text(call, "substitute")
    present = notice_of(call, name)
    if present is not None and present.substituted_at is not None:
        raise SubstituteUnfit(department=name)
    row.substituted_at, row.substituted_by = call.event_time, name
    row.inspected = call.inputs.get("inspected") is True
    note(
        call, incident_of(call), "department:substituted",
        {"department": row.department, "substitute": name, "inspected": row.inspected},
    )  # fmt: skip
    if present is not None:
        return {"substitution": "known"}
    new = want(call, incident_of(call), name, "substitute", of=row.department)
    if new is not None:
        new.chosen_at = call.event_time
    return {"substitution": "notify", "department": name}


def record_ack(call: Call) -> dict[str, Any]:
    """`emergency.record-ack`: department, answer, ack_at, eta_minutes; the first answer stands."""
    row = require_notice(call)
    if row.acked_at is None:
        row.acked_at, row.answer = instant(call, "ack_at") or call.event_time, text(call, "answer")
        row.eta_minutes = number(call, "eta_minutes") or None
        in_time = row.ack_due_at is not None and row.acked_at <= row.ack_due_at
        tag = "notice:objected" if row.answer == "not_ours" else "notice:acknowledged"
        facts = {"department": row.department, "answer": row.answer, "in_time": in_time}
        note(call, incident_of(call), tag, facts)
    return {}


def want_departments(call: Call) -> dict[str, Any]:
    """`emergency.want-departments`: needs, departments, round, department (who asks).

    Answers wanted_round. What no department stands for is told to people.
    """
    incident, needs = incident_of(call), listed(call, "needs")
    names = rules.departments_for(needs, listed(call, "departments"))
    new = [name for name in names if want(call, incident, name, "help") is not None]
    facts = {"by": text(call, "department"), "needs": needs, "departments": new}
    note(call, incident, "help:asked", facts)
    if not new or rules.needs_unmet(needs):
        tell(call, "help-asked", ("R03", call.unit), ("R07", centre(call)), facts=facts)
    return {"wanted_round": number(call, "round") + bool(new)}
