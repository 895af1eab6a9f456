"""Open an emergency: its number, the protection track, the reach of the duty leader."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine import tasks
from engine.database import new_id
from engine.instances import Call
from workflows.cases import files, parties
from workflows.cases.models import CaseRow, CaseState, PartyRole, Track
from workflows.cases.numbering import next_number
from workflows.emergency_linkage import rules
from workflows.emergency_linkage.incidents import incident_of, instant, note, tell, text
from workflows.emergency_linkage.models import IncidentRow
from workflows.people.administrators import CENTRE_UNIT

#: States of a case that has not been accepted yet.
_BEFORE = frozenset({CaseState.DRAFT, CaseState.REGISTERED, CaseState.TRIAGED, CaseState.CONSULT})


def open_incident(call: Call) -> dict[str, Any]:
    """`emergency.open`: source, channel, reported_at and what is known.

    Answers incident_id, incident_no, case_id, centre, priority, grade_due, incident_joined and the
    flags that the diagram begins with.
    An emergency that already runs for the case takes the report in (incident_joined true).
    """
    running = _running(call)
    if running is not None:
        note(call, running, "incident:reported-again", {"source": text(call, "source")})
        return _answer(call, running) | {"incident_joined": True}
    incident = _new(call)
    _take_case(call, incident)
    if rules.is_silent(call.facts):
        make_silent(call, incident)
    note(
        call, incident, "incident:opened", {"source": incident.source, "channel": incident.channel}
    )
    tell(
        call, "incident-opened", ("R03", call.unit), ("R07", CENTRE_UNIT),
        facts={"number": incident.number},
    )  # fmt: skip
    return _answer(call, incident) | rules.known_facts(call.facts) | _flags(call)


def _running(call: Call) -> IncidentRow | None:
    row = IncidentRow
    return call.session.scalar(
        select(row).where(
            row.tenant == call.tenant, row.case_id == call.business_key,
            row.stood_down_at.is_(None),
        )
    )  # fmt: skip


def _new(call: Call) -> IncidentRow:
    at = call.event_time
    reported = instant(call, "reported_at") or at
    count = next_number(call.session, call.tenant, f"incident:{reported.year}")
    incident = IncidentRow(
        tenant=call.tenant, id=new_id(), station=call.unit, case_id=call.business_key,
        instance_id=call.instance_id, number=f"TF-{reported.year}-{count:04d}",
        source=text(call, "source") or "duty", channel=text(call, "channel"),
        reported_at=reported, opened_at=at, grade_due_at=at + rules.GRADE_WITHIN, protected={},
    )  # fmt: skip
    call.session.add(incident)
    call.session.flush()
    return incident


def _take_case(call: Call, incident: IncidentRow) -> None:
    """The case is under protection, counts as accepted, and its tasks come first."""
    case = files.load(call.session, call.tenant, call.business_key)
    files.give_number(call.session, call.actor, case, at=call.event_time)
    files.set_track(case, Track.PROTECTION)
    files.set_incident_running(call.session, case, running=True)
    if case.state in _BEFORE:
        files.set_state(call.session, call.actor, case, CaseState.ACCEPTED, at=call.event_time)
    tasks.set_priority(call.session, call.tenant, case.id, 0, unit=case.station)


def _answer(call: Call, incident: IncidentRow) -> dict[str, Any]:
    return {
        "incident_id": incident.id, "incident_no": incident.number, "case_id": incident.case_id,
        "centre": CENTRE_UNIT, "priority": 0, "grade_due": incident.grade_due_at.isoformat(),
        "reported_at": incident.reported_at.isoformat(),
    }  # fmt: skip


def _flags(call: Call) -> dict[str, Any]:
    due = rules.is_report_due(call.facts)
    return {
        "incident_joined": False, "incident_over": False, "incident_void": False,
        "no_more_measures": False, "wanted_round": 0, "asked_round": 0, "outcome": None,
        "mandatory_report": due, "report_asked": due, "child_situation": due,
        "report_found_at": call.event_time.isoformat(), "silent_mode": rules.is_silent(call.facts),
    }  # fmt: skip


def go_silent(call: Call) -> dict[str, Any]:
    """`emergency.go-silent`: presence → silent_mode, call_back_safe; no call-back, no text."""
    incident = incident_of(call)
    make_silent(call, incident)
    tell(
        call, "silent-mode", ("R03", call.unit), ("R02", call.unit), channel="",
        facts={"number": incident.number},
    )  # fmt: skip
    return {"silent_mode": True, "call_back_safe": False}


def make_silent(call: Call, incident: IncidentRow) -> None:
    """Nobody calls her back and no text is sent, because the offender may see it."""
    if incident.silent_since is None:
        incident.silent_since = call.event_time
        note(call, incident, "incident:silenced", detail={"presence": text(call, "presence")})
    for party in parties.of_case(call.session, call.tenant, incident.case_id):
        if party.role in {PartyRole.VISITOR, PartyRole.APPLICANT, PartyRole.REPORTER}:
            parties.change(call.session, party, {"sms_ok": False})


def record_calls(call: Call) -> dict[str, Any]:
    """`emergency.record-calls`: police_called_at, ambulance_called_at (110 and 120)."""
    incident = incident_of(call)
    incident.police_called_at = instant(call, "police_called_at") or incident.police_called_at
    incident.ambulance_called_at = (
        instant(call, "ambulance_called_at") or incident.ambulance_called_at
    )
    note(
        call, incident, "emergency-services:called",
        {"police": call.inputs.get("police_called") is True,
         "ambulance": call.inputs.get("ambulance_called") is True},
    )  # fmt: skip
    return {}


def record_scene(call: Call) -> dict[str, Any]:
    """`emergency.record-scene`: arrived_at, scene_state; who found what on the spot."""
    incident = incident_of(call)
    incident.arrived_at = _earlier(incident.arrived_at, instant(call, "arrived_at"))
    incident.scene_state = text(call, "scene_state")
    note(call, incident, "scene:recorded", {"state": incident.scene_state})
    return {}


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    known = [each for each in (one, other) if each is not None]
    return min(known, default=None)


def case_of(call: Call) -> CaseRow:
    """The case of the incident."""
    return files.load(call.session, call.tenant, call.business_key)
