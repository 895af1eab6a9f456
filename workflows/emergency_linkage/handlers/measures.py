"""Protection measures: chosen, settled one by one, with the dates that follow from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from engine.database import new_id
from engine.errors import Invalid
from engine.instances import Call
from workflows.deadlines import Reckoning
from workflows.deadlines.queries import calendar_for
from workflows.emergency_linkage import rules
from workflows.emergency_linkage.incidents import (
    centre,
    due,
    incident_of,
    instant,
    listed,
    note,
    tell,
    text,
)
from workflows.emergency_linkage.models import MeasureRow

REPORT = "mandatory_report"
#: Results that leave a measure open.
_UNDECIDED = frozenset(
    {"ongoing", "pending", "prepared", "filed", "accepted", "admitted", "extended"}
)
_VISITS = ("H10.1", "H10.2", "H10.3", "H10.4")


class OrderTooLong(Invalid):
    """A protection order is valid for six months at most (反家庭暴力法 art. 30)."""

    code = "order-too-long"
    sentence = "Expected the order to end by {latest}, but it says {until}."


def record_measures(call: Call) -> dict[str, Any]:
    """`emergency.record-measures`: measures, report_asked, report_found_at.

    Answers chosen_measures (those whose task is not open yet), report_asked, report_found_at.
    """
    asked = call.inputs.get("report_asked") is True
    wanted = [kind for kind in listed(call, "measures") if not (asked and kind == REPORT)]
    chosen = [kind for kind in wanted if open_measure(call, kind) is None]
    for kind in chosen:
        measure(call, kind)
    newly = REPORT in chosen
    note(call, incident_of(call), "measures:chosen", {"measures": chosen})
    found = call.event_time.isoformat() if newly else call.inputs.get("report_found_at")
    return {"chosen_measures": chosen, "report_asked": asked or newly, "report_found_at": found}


def open_measure(call: Call, kind: str) -> MeasureRow | None:
    """The measure of a kind that is not settled, if any."""
    row = MeasureRow
    return call.session.scalar(
        select(row)
        .where(
            row.tenant == call.tenant, row.incident_id == incident_of(call).id, row.kind == kind,
            row.settled_at.is_(None),
        )
        .order_by(row.id)
    )  # fmt: skip


def measure(call: Call, kind: str) -> MeasureRow:
    """The open measure of a kind, begun now when there is none."""
    found = open_measure(call, kind)
    if found is not None:
        return found
    incident = incident_of(call)
    row = MeasureRow(
        tenant=call.tenant, id=new_id(), station=incident.station, case_id=incident.case_id,
        incident_id=incident.id, kind=kind, chosen_at=call.event_time, dates=[], details={},
    )  # fmt: skip
    call.session.add(row)
    call.session.flush()
    return row


def settle(call: Call, kind: str, result: str, at: datetime | None) -> MeasureRow:
    """Write what came of a measure; it stays open while nothing is decided."""
    row = measure(call, kind)
    row.result, row.at = result, at or row.at
    if result not in _UNDECIDED:
        row.settled_at = call.event_time
    note(call, incident_of(call), "measure:recorded", {"measure": kind}, detail={"result": result})
    return row


def record_measure(call: Call) -> dict[str, Any]:
    """`emergency.record-measure`: measure, result, at."""
    settle(call, text(call, "measure"), text(call, "result"), instant(call, "at"))
    return {}


def record_admonition(call: Call) -> dict[str, Any]:
    """`emergency.record-admonition`: admonition, admonition_at → visit_dates (H10, four days)."""
    issued = instant(call, "admonition_at")
    row = settle(call, "admonition", text(call, "admonition"), issued)
    if issued is None:
        return {"visit_dates": []}
    visits = [due(call, code, issued) for code in _VISITS]
    row.dates = [_dated(visit) for visit in visits]
    return {"visit_dates": [_day(call, visit.effective).isoformat() for visit in visits]}


def record_order(call: Call) -> dict[str, Any]:
    """`emergency.record-order`: state, urgent, accepted_at, made_at, expires_on.

    Answers order_expires_at, order_warnings (T16), order_reconsider_by (T15) once it is made.
    """
    made = instant(call, "made_at")
    row = settle(
        call, "protection_order", text(call, "state"), made or instant(call, "accepted_at")
    )
    if text(call, "state") != "made" or made is None:
        return {"order_expires_at": None, "order_warnings": [], "order_reconsider_by": None}
    longest, again = due(call, "T16", made), due(call, "T15", made)
    latest = _day(call, longest.effective)
    until = date.fromisoformat(text(call, "expires_on")) if text(call, "expires_on") else latest
    if until > latest:
        raise OrderTooLong(latest=latest.isoformat(), until=until.isoformat())
    warnings = [day.isoformat() for day in rules.order_warnings(until)]
    row.dates = [{"code": "T16", "due": until.isoformat(), "warnings": warnings}, _dated(again)]
    return {
        "order_expires_at": until.isoformat(), "order_warnings": warnings,
        "order_reconsider_by": _day(call, again.effective).isoformat(),
    }  # fmt: skip


def escalate_ruling(call: Call) -> dict[str, Any]:
    """`emergency.escalate-ruling`: the court is late (T14), the rights officer calls it."""
    facts = {"deadline": "T14", "number": incident_of(call).number}
    tell(call, "ruling-overdue", ("R09", centre(call)), ("R07", centre(call)), level=3, facts=facts)
    return {}


def record_shelter(call: Call) -> dict[str, Any]:
    """`emergency.record-shelter`: shelter, at → shelter_from (T21 runs from the admission)."""
    admitted = instant(call, "at")
    row = settle(call, "shelter", text(call, "shelter"), admitted)
    if admitted is None:
        return {"shelter_from": None}
    row.dates = [_dated(due(call, "T21", admitted))]
    return {"shelter_from": admitted.isoformat()}


def record_stay(call: Call) -> dict[str, Any]:
    """`emergency.record-stay`: result, at, from → shelter_from; an extension is added."""
    row = settle(call, "shelter", text(call, "result"), instant(call, "at"))
    since = instant(call, "from") or call.event_time
    if text(call, "result") == "extended":
        since = due(call, "T21", since).effective
        row.dates = [*row.dates, _dated(due(call, "T21", since))]
    return {"shelter_from": since.isoformat()}


def record_mandatory_report(call: Call) -> dict[str, Any]:
    """`emergency.record-mandatory-report`: at, agency, start → report_logged (H02, 30 minutes)."""
    logged = instant(call, "at") or call.event_time
    limit = due(call, "H02", instant(call, "start") or logged)
    row = settle(call, REPORT, "logged", logged)
    row.in_time = logged <= limit.effective
    facts = {"in_time": row.in_time, "due": limit.effective.isoformat()}
    note(call, incident_of(call), "report:logged", facts)
    return {"report_logged": True}


def _dated(counted: Reckoning) -> dict[str, Any]:
    return {
        "code": counted.code, "due": counted.effective.isoformat(),
        "warnings": [each.isoformat() for each in counted.warnings],
    }  # fmt: skip


def _day(call: Call, instant_: datetime) -> date:
    """The day of an instant where the station stands."""
    return instant_.astimezone(calendar_for(call.session, call.tenant).zone).date()
