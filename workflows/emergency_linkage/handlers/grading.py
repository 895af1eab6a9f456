"""Confirm, raise and lower the grade; a lower one waits for a second person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine import tasks
from engine.errors import Conflict
from engine.instances import Call
from engine.tasks import FourEyes
from workflows.emergency_linkage import rules
from workflows.emergency_linkage.incidents import incident_of, instant, note, number, text
from workflows.emergency_linkage.models import IncidentRow


class NotGraded(Conflict):
    """The incident has no grade yet that could be changed."""

    code = "incident-not-graded"
    sentence = "Expected a graded incident, but {incident} has no confirmed grade yet."


class ResponseOver(Conflict):
    """The response is over, so its grade stays."""

    code = "incident-over"
    sentence = "Expected a running incident, but {incident} was over at {at}."


def confirm_grade(call: Call) -> dict[str, Any]:
    """`emergency.confirm-grade`: chosen, suggested, graded_at.

    Answers severity, grade_state, graded_at, proposed_severity, follow_from, priority.
    When the choice is lower than the suggestion, the suggestion holds until somebody else agrees.
    """
    incident = incident_of(call)
    chosen, suggested = text(call, "chosen"), text(call, "suggested") or None
    at = instant(call, "graded_at") or call.event_time
    state = rules.weigh_grade(chosen, suggested)
    incident.graded_at, incident.graded_by = at, call.actor.id
    if state == rules.GradeState.LOWERED:
        _propose(call, incident, chosen)
    answer = _set(call, incident, rules.gravest(chosen, suggested), at, "incident:graded")
    return answer | {
        "grade_state": state.value,
        "graded_at": at.isoformat(),
        "proposed_severity": chosen,
    }


def regrade(call: Call) -> dict[str, Any]:
    """`emergency.regrade`: severity, at, round → grade_change.

    `raised` brings severity, follow_from, priority, wanted_round; `lowered` is only proposed.
    """
    incident = _graded(call)
    wanted, at = text(call, "severity"), instant(call, "at") or call.event_time
    if rules.is_graver(incident.severity, wanted):
        _propose(call, incident, wanted)
        return {"grade_change": "lowered", "proposed_severity": wanted}
    answer = _set(call, incident, wanted, at, "incident:regraded")
    return answer | {"grade_change": "raised", "wanted_round": number(call, "round") + 1}


def settle_lowering(call: Call) -> dict[str, Any]:
    """`emergency.settle-lowering`: lowering, proposed → severity, follow_from, priority.

    Whoever proposed the lower grade may not approve it, also when it was proposed by a button.
    """
    incident = _graded(call)
    if incident.proposed_by == call.actor.id:
        raise FourEyes(person=call.actor.name, node="regrade")
    proposed, incident.proposed_severity = text(call, "proposed"), ""
    if text(call, "lowering") != "approved":
        note(call, incident, "lowering:returned", {"proposed": proposed})
        return {"severity": incident.severity}
    return _set(call, incident, proposed, call.event_time, "incident:regraded")


def weigh_facts(call: Call) -> dict[str, Any]:
    """`emergency.weigh-facts`: suggested_severity, severity → suggestion_raised."""
    incident, suggested = incident_of(call), text(call, "suggested_severity")
    graded = incident.severity != ""
    raised = graded and suggested != "" and rules.is_graver(suggested, incident.severity)
    return {"suggestion_raised": raised}


def _graded(call: Call) -> IncidentRow:
    incident = incident_of(call)
    if incident.stood_down_at is not None:
        raise ResponseOver(incident=incident.number, at=incident.stood_down_at)
    if not incident.severity:
        raise NotGraded(incident=incident.number)
    return incident


def _propose(call: Call, incident: IncidentRow, severity: str) -> None:
    incident.proposed_severity, incident.proposed_by = severity, call.actor.id
    note(call, incident, "lowering:proposed", {"proposed": severity})


def _set(
    call: Call, incident: IncidentRow, severity: str, at: datetime, tag: str
) -> dict[str, Any]:
    """Put the grade in force: its reports count from now, its tasks get its priority."""
    before, incident.severity = incident.severity, severity
    priority = rules.PRIORITY[severity]
    tasks.set_priority(call.session, call.tenant, incident.case_id, priority, unit=incident.station)
    note(call, incident, tag, {"from": before, "to": severity, "at": at.isoformat()})
    return {"severity": severity, "follow_from": at.isoformat(), "priority": priority}
