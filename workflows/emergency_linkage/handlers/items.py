"""What departments do until their item is closed; only they close it."""

from __future__ import annotations

from typing import Any

from engine.instances import Call
from workflows.emergency_linkage import rules
from workflows.emergency_linkage.handlers.notices import want
from workflows.emergency_linkage.incidents import (
    centre,
    incident_of,
    instant,
    note,
    notices_of,
    open_departments,
    require_notice,
    tell,
    text,
)
from workflows.notifications.tell import send


def record_arrival(call: Call) -> dict[str, Any]:
    """`emergency.record-arrival`: department, at; the department is on the spot."""
    row = require_notice(call)
    if row.arrived_at is None:
        row.arrived_at = instant(call, "at") or call.event_time
        note(call, incident_of(call), "department:arrived", {"department": row.department})
    return {}


def close_item(call: Call) -> dict[str, Any]:
    """`emergency.close-item`: department, item_result, arrived_at, handed_over_to, item_closed_at.

    Answers more_departments: the receiver of a hand-over has to be told.
    """
    row, incident = require_notice(call), incident_of(call)
    row.closed_at = row.closed_at or instant(call, "item_closed_at") or call.event_time
    row.arrived_at = row.arrived_at or instant(call, "arrived_at")
    row.result, row.handed_over_to = text(call, "item_result"), text(call, "handed_over_to")
    note(call, incident, "item:closed", {"department": row.department, "result": row.result})
    if row.result == "false_alarm":
        tell_doubt(call)
    receiver = row.handed_over_to
    new = receiver != "" and want(call, incident, receiver, "hand-over") is not None
    if not new and not open_departments(call.session, incident):
        tell(call, "all-items-closed", ("R03", call.unit), ("R07", centre(call)), channel="")
    return {"more_departments": new}


def tell_doubt(call: Call) -> dict[str, Any]:
    """`emergency.tell-false-alarm-doubt`: department; it says there is nothing, people verify."""
    facts = {"department": text(call, "department")}
    note(call, incident_of(call), "false-alarm:suspected", facts)
    tell(call, "false-alarm-suspected", ("R03", call.unit), ("R07", centre(call)), facts=facts)
    return {}


def correct_address(call: Call) -> dict[str, Any]:
    """`emergency.correct-address`: corrected; departments under way are sent to the right place."""
    incident = incident_of(call)
    if call.inputs.get("corrected") is not True:
        note(call, incident, "address:doubted")
        tell(call, "address-unknown", ("R03", call.unit), ("R07", centre(call)))
        return {}
    for department in open_departments(call.session, incident):
        send(call, role="R08", unit=department, template="address-corrected", channel="phone")
    note(call, incident, "address:corrected")
    return {}


def release_departments(call: Call) -> dict[str, Any]:
    """`emergency.release-departments`: outcome; no incident here any more, so nobody goes on."""
    incident = incident_of(call)
    for row in notices_of(call.session, incident):
        if rules.notice_state(row) in rules.OPEN_STATES:
            row.released_at = call.event_time
            send(call, role="R08", unit=row.department, template="incident-over", channel="sms")
            note(call, incident, "department:released", {"department": row.department})
    return {}
