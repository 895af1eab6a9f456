"""She does not want help now: written down, a card given, called again at a time that is safe."""

from __future__ import annotations

from typing import Any

from engine.instances import Call
from workflows.emergency_linkage import rules
from workflows.emergency_linkage.incidents import incident_of, note, tell, text


def record_refusal(call: Call) -> dict[str, Any]:
    """`emergency.record-refusal`: refuses_freely, children_at_risk, card_given and more.

    Takes and answers recontact_at, report_asked, report_found_at; answers report_due.
    Her wish counts for herself; children at risk are reported whatever she wants.
    """
    at_risk = call.inputs.get("children_at_risk") is True
    asked = call.inputs.get("report_asked") is True
    facts = {key: call.inputs.get(key) is True for key in ("refuses_freely", "card_given")}
    note(call, incident_of(call), "help:refused", detail=facts)
    if not facts["refuses_freely"]:
        tell(call, "refusal-under-pressure", ("R03", call.unit))
    new = at_risk and not asked
    found = call.event_time.isoformat() if new else call.inputs.get("report_found_at")
    return {
        "recontact_at": text(call, "recontact_at"), "report_due": new,
        "report_asked": asked or at_risk, "report_found_at": found,
    }  # fmt: skip


def record_recontact(call: Call) -> dict[str, Any]:
    """`emergency.record-recontact`: result, at, next_at → recontact_state, recontact_at."""
    result, next_at = text(call, "result"), call.inputs.get("next_at")
    state = rules.recontact_state(result, next_at)
    note(call, incident_of(call), "victim:recontacted", detail={"result": result})
    return {"recontact_state": state.value, "recontact_at": next_at}
