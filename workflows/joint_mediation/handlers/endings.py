"""Operations at and after the end: endings, the jump to the emergency, confirmation, archive."""

from __future__ import annotations

from typing import Any

from engine.instances import Call
from workflows.cases import handlers as cases
from workflows.joint_mediation import rules
from workflows.joint_mediation.actions import agreeing, ending
from workflows.joint_mediation.actions.records import case_of, file_of, note, tell_mediator
from workflows.joint_mediation.handlers.reading import instant, text, words


def conclude(call: Call) -> dict[str, Any]:
    """`mediation.conclude`: reason → end_reason."""
    reason = rules.EndReason(text(call, "reason"))
    ending.conclude(call, file_of(call), reason)
    return {"end_reason": reason.value}


def withdraw(call: Call) -> dict[str, Any]:
    """`mediation.withdraw`: withdrawn_by, under_pressure → end_reason."""
    by = text(call, "withdrawn_by")
    reason = rules.withdrawal_reason(by)
    pressed = call.inputs.get("under_pressure") is True
    ending.withdraw(call, file_of(call), reason, by=by, under_pressure=pressed)
    return {"end_reason": reason.value}


def stop_for_risk(call: Call) -> dict[str, Any]:
    """`mediation.stop-for-risk`: the answers of the act → end_reason, emergency_*.

    Each `emergency_<key>` is what the emergency gets as `<key>`.
    """
    row = file_of(call)
    ending.stop_for_risk(call, row, kind=text(call, "risk_kind"))
    told = {
        **rules.emergency_facts({**call.facts, **call.inputs}), "source": "mediation",
        "mediation_id": row.id, "channel": "mediation", "report_channel": "mediation",
        "reported_at": call.event_time.isoformat(), "risk_level": case_of(call).risk.value,
        "dv_flag": call.facts.get("dv_flag"), "threat_to_kill": None,
        "mandatory_report": call.facts.get("mandatory_report"),
    }  # fmt: skip
    facts = {f"emergency_{key}": value for key, value in told.items()}
    return {"end_reason": rules.EndReason.TERMINATED_RISK.value, **facts}


def record_new_fact(call: Call) -> dict[str, Any]:
    """`mediation.record-new-fact`: fact_kind, report_made → end_reason.

    A child situation brings the duty to report.
    """
    kind = text(call, "fact_kind")
    ending.overtake(call, file_of(call), kind=kind, reported=call.inputs.get("report_made") is True)
    if kind == "child":
        cases.require_report(call)
    return {"end_reason": rules.EndReason.NOT_MEDIABLE.value}


def merge(call: Call) -> dict[str, Any]:
    """`mediation.merge`: other_case_no, kind → end_reason."""
    ending.merge(call, file_of(call), text(call, "other_case_no"), kind=text(call, "kind"))
    return {"end_reason": rules.EndReason.MERGED.value}


def record_notice(call: Call) -> dict[str, Any]:
    """`mediation.record-notice`: applicant, respondent (was told), notified_at."""
    file_of(call).notified_at = instant(call, "notified_at")
    told = {side: call.inputs.get(side) is True for side in ("applicant", "respondent")}
    note(call, "notice:served", told)
    return {}


def plan_follow_ups(call: Call) -> dict[str, Any]:
    """`mediation.plan-follow-ups` → follow_up_dates (ISO dates)."""
    return {"follow_up_dates": agreeing.plan_follow_ups(call, file_of(call))}


def tell(call: Call) -> dict[str, Any]:
    """`mediation.tell-mediator`: template, deadline; a notice for the mediator in person."""
    tell_mediator(call, text(call, "template"), {"deadline": text(call, "deadline")})
    return {}


def request_confirmation(call: Call) -> dict[str, Any]:
    """`mediation.request-confirmation`: refuses what no court confirms."""
    agreeing.request_confirmation(call, file_of(call))
    return {}


def close_confirmation(call: Call) -> dict[str, Any]:
    """`mediation.close-confirmation`: T09 is over; the court route on the agreement is named."""
    file_of(call).confirmation = "lapsed"
    note(call, "confirmation:lapsed")
    tell_mediator(call, "confirmation-lapsed", {"deadline": "T09"})
    return {}


def record_court_answer(call: Call) -> dict[str, Any]:
    """`mediation.record-court-answer`: answer, answered_on → court_accepted_on."""
    row, answer, on = file_of(call), text(call, "answer"), text(call, "answered_on")
    row.confirmation = answer
    note(call, "confirmation:answered", {"answer": answer, "on": on})
    before = call.facts.get("court_accepted_on")
    return {"court_accepted_on": before or (on if answer == "accepted" else None)}


def archive(call: Call) -> dict[str, Any]:
    """`mediation.archive`: file_items; refuses while a must-have paper is missing."""
    agreeing.archive(call, file_of(call), words(call, "file_items"))
    return {}


OPERATIONS = {
    "mediation.conclude": conclude,
    "mediation.withdraw": withdraw,
    "mediation.stop-for-risk": stop_for_risk,
    "mediation.record-new-fact": record_new_fact,
    "mediation.merge": merge,
    "mediation.record-notice": record_notice,
    "mediation.plan-follow-ups": plan_follow_ups,
    "mediation.tell-mediator": tell,
    "mediation.request-confirmation": request_confirmation,
    "mediation.close-confirmation": close_confirmation,
    "mediation.record-court-answer": record_court_answer,
    "mediation.archive": archive,
}
