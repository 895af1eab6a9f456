"""End the response: by stand-down, as a false alarm, or handed over; and what comes after it."""

from __future__ import annotations

from typing import Any

from engine.instances import Call
from workflows.cases import files
from workflows.cases.models import CaseState
from workflows.emergency_linkage import rules
from workflows.emergency_linkage.handlers.opening import case_of
from workflows.emergency_linkage.incidents import (
    centre,
    incident_of,
    instant,
    listed,
    note,
    open_departments,
    tell,
    text,
)
from workflows.emergency_linkage.rules import Outcome

#: States that the end of the emergency resolves; what went elsewhere stays where it is.
_RESOLVES = frozenset({CaseState.ACCEPTED, CaseState.IN_PROGRESS, CaseState.REGISTERED})


def check_stand_down(call: Call) -> dict[str, Any]:
    """`emergency.check-stand-down`: danger_gone, victim_safe → may_stand_down, open_departments."""
    incident = incident_of(call)
    waiting = open_departments(call.session, incident)
    bars = rules.stand_down_bars(
        graded=incident.graded_at is not None,
        danger_gone=call.inputs.get("danger_gone") is True,
        victim_safe=call.inputs.get("victim_safe") is True, open_departments=waiting,
    )  # fmt: skip
    if bars:
        note(call, incident, "stand-down:refused", {"bars": list(bars), "departments": waiting})
    return {"may_stand_down": not bars, "open_departments": waiting}


def tell_open_items(call: Call) -> dict[str, Any]:
    """`emergency.tell-open-items`: departments; who still has to close, for both who may ask."""
    facts = {"departments": listed(call, "departments"), "number": incident_of(call).number}
    tell(call, "items-open", ("R03", call.unit), ("R07", centre(call)), channel="", facts=facts)
    return {}


def stand_down(call: Call) -> dict[str, Any]:
    """`emergency.stand-down`: at → incident_over, outcome, stood_down_at."""
    at = instant(call, "at")
    return _over(call, Outcome.STOOD_DOWN, at) | {"incident_void": False}


def close_false_alarm(call: Call) -> dict[str, Any]:
    """`emergency.close-false-alarm`: kind, verified_by; the record stays and is counted apart."""
    incident_of(call).false_alarm_kind = text(call, "kind")
    return _over(call, Outcome.FALSE_ALARM, None) | {"incident_void": True}


def hand_over(call: Call) -> dict[str, Any]:
    """`emergency.hand-over`: receiver, at; another body commands from now on."""
    incident_of(call).handed_over_to = text(call, "receiver")
    return _over(call, Outcome.HANDED_OVER, instant(call, "at")) | {"incident_void": True}


def _over(call: Call, outcome: Outcome, at: Any) -> dict[str, Any]:
    incident = incident_of(call)
    incident.outcome, incident.stood_down_at = outcome.value, at or call.event_time
    incident.stood_down_by = call.actor.id
    files.set_incident_running(call.session, case_of(call), running=False)
    note(call, incident, f"incident:{outcome.value.replace('_', '-')}")
    return {
        "incident_over": True, "outcome": outcome.value,
        "stood_down_at": incident.stood_down_at.isoformat(),
    }  # fmt: skip


def record_plan(call: Call) -> dict[str, Any]:
    """`emergency.record-plan`: follow_up, first_visit_on; her safety plan is made."""
    incident = incident_of(call)
    incident.planned_at = call.event_time
    note(call, incident, "safety-plan:made", {"follow_up": text(call, "follow_up")})
    return {}


def record_review(call: Call) -> dict[str, Any]:
    """`emergency.record-review`: reviewed_on, to_joint_meeting; lessons are drawn (H18)."""
    incident = incident_of(call)
    incident.reviewed_at = call.event_time
    note(
        call, incident, "incident:reviewed",
        {"on": text(call, "reviewed_on"), "meeting": call.inputs.get("to_joint_meeting") is True},
    )  # fmt: skip
    return {}


def finish(call: Call) -> dict[str, Any]:
    """`emergency.finish`: outcome; from now on no further measure is chosen here."""
    note(call, incident_of(call), "measures:closed", {"outcome": text(call, "outcome")})
    return {}


def close(call: Call) -> dict[str, Any]:
    """`emergency.close`: outcome; every branch is done, the case is resolved as of stand-down."""
    incident, case = incident_of(call), case_of(call)
    incident.ended_at = call.event_time
    note(call, incident, "incident:ended", {"outcome": incident.outcome})
    if case.state in _RESOLVES:
        at = incident.stood_down_at or call.event_time
        files.set_state(call.session, call.actor, case, CaseState.RESOLVED, at=at)
    return {}
