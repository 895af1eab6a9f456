"""What every diagram may do with its case file: move its stage, state and risk, start more.

Names are `cases.<verb>`; inputs are named in each docstring. Values that come back are flags and
codes for the process data, never anything personal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.instances import Call, Operation
from workflows.cases import files
from workflows.cases.models import CaseState, Risk, Track
from workflows.notifications.tell import send


def set_stage(call: Call) -> dict[str, Any]:
    """`cases.set-stage`: `stage` is the key that the stepper shows."""
    case = files.load(call.session, call.tenant, call.business_key)
    case.stage = str(call.inputs["stage"])
    files.record(
        call.session, call.actor, case, "case:staged", {"stage": case.stage},
        event_time=call.event_time,
    )  # fmt: skip
    return {}


def set_state(call: Call) -> dict[str, Any]:
    """`cases.set-state`: `state`; optional `end_reason`."""
    case = files.load(call.session, call.tenant, call.business_key)
    if call.inputs.get("end_reason"):
        case.end_reason = str(call.inputs["end_reason"])
    files.set_state(
        call.session, call.actor, case, CaseState(str(call.inputs["state"])), at=call.event_time
    )
    return {}


def set_risk(call: Call) -> dict[str, Any]:
    """`cases.set-risk`: `level`; answers it, and the `priority` that tasks get from now on."""
    case = files.load(call.session, call.tenant, call.business_key)
    level = Risk(str(call.inputs["level"]))
    priority = files.set_risk(call.session, call.actor, case, level, at=call.event_time)
    return {"risk_level": level.value, "priority": priority}


def set_track(call: Call) -> dict[str, Any]:
    """`cases.set-track`: `track`; protection is never left."""
    case = files.load(call.session, call.tenant, call.business_key)
    files.set_track(case, Track(str(call.inputs["track"])))
    return {}


def require_report(call: Call) -> dict[str, Any]:
    """`cases.require-report`: a child may be harmed; `found_by` says which step noticed it.

    Mandatory reporting is due at once (未成年人保护法 art. 11), so the triage officer is told now.
    """
    case = files.load(call.session, call.tenant, call.business_key)
    files.set_track(case, Track.PROTECTION)
    found_by = str(call.inputs.get("found_by") or "")
    files.record(
        call.session, call.actor, case, "report:required", {"found_by": found_by},
        event_time=call.event_time,
    )  # fmt: skip
    send(call, role="R03", unit=call.unit, template="mandatory-report", level=1, channel="phone")
    return {}


def start_process(call: Call) -> dict[str, Any]:
    """`engine.start`: opens `process` for the same case in this transaction.

    `data` is a context of ids, flags and routing values for the new instance; optional `unit`.
    """
    given = call.inputs.get("data") or {}
    facts = {key: value for key, value in given.items() if value is not None}
    unit = str(call.inputs.get("unit") or call.unit)
    started = call.start(str(call.inputs["process"]), data=facts, unit=unit)
    return {"started_instance": started}


OPERATIONS: Mapping[str, Operation] = {
    "cases.set-stage": set_stage,
    "cases.set-state": set_state,
    "cases.set-risk": set_risk,
    "cases.set-track": set_track,
    "cases.require-report": require_report,
    "engine.start": start_process,
}
