"""Operations of the intake: file, application, mediability, the respondent's answer, acceptance."""

from __future__ import annotations

from typing import Any

from engine.instances import Call
from workflows.cases.files import PRIORITY
from workflows.cases.protection import emergency_runs
from workflows.deadlines import reckon
from workflows.joint_mediation import queries, rules
from workflows.joint_mediation.actions import opening, sessions, term
from workflows.joint_mediation.actions.records import calendar, case_of, file_of, note
from workflows.joint_mediation.handlers.reading import instant, text

#: Keys that later elements read before anything has set them.
_UNKNOWN = (
    "mediator", "chosen_mediator", "end_reason", "term_expires", "term_warnings", "term_due_at",
    "due_on", "acceptance", "seen_mediability", "safety_check", "expiry_decision",
    "respondent_answer", "not_accepted_reason", "mediability", "new_mediator",
)  # fmt: skip


def open_mediation(call: Call) -> dict[str, Any]:
    """`mediation.open`: source, visit_id → mediation_id, applied_at, decide_by_at, and more.

    Every key that the diagram reads before it is answered gets its first value here.
    """
    row = opening.open_file(call, text(call, "source") or "applied", text(call, "visit_id") or None)
    due = reckon("H09", start=call.event_time, calendar=calendar(call))
    chosen = queries.station_rules(call.session, call.tenant, call.unit)
    return {
        **dict.fromkeys(_UNKNOWN), "mediation_id": row.id, "source": row.source,
        "applied_at": call.event_time.isoformat(), "decide_by_at": due.effective.isoformat(),
        "priority": PRIORITY[case_of(call).risk], "protected": opening.is_protected(call),
        "former_end_reason": opening.former_end_reason(call), "excluded_mediators": [],
        "recusal_on_request": chosen.recusal_on_request, "recusal_requested": False,
        "no_shows": 0, "extensions_used": 0, "extension_asked": False, "ask_extension": False,
        "term_moved": False, "declared": False, "must_recuse": False, "unreachable_proven": False,
        **_danger(call),
    }  # fmt: skip


def _danger(call: Call) -> dict[str, Any]:
    """`danger` for DT5 while an emergency of one of the people runs; else what the visit found."""
    running = emergency_runs(call.session, call.tenant, call.business_key)
    return {"danger": True} if running else {}


def record_application(call: Call) -> dict[str, Any]:
    """`mediation.record-application`: takes the form; → protected, former_end_reason."""
    opening.take_application(call, file_of(call))
    return {
        "protected": opening.is_protected(call),
        "former_end_reason": opening.former_end_reason(call),
        **_danger(call),
    }


def compare_mediability(call: Call) -> dict[str, Any]:
    """`mediation.compare-mediability`: judged, suggested, seen → the keys below.

    `mediability` (what stands), `mediability_state` (settled, unseen), `seen_mediability`.
    """
    row, seen = file_of(call), text(call, "seen")
    suggested = rules.Mediability(text(call, "suggested"))
    final, state = rules.compare_mediability(
        rules.Mediability(text(call, "judged")), suggested,
        rules.Mediability(seen) if seen else None,
    )  # fmt: skip
    row.mediability = final.value
    facts = {"judged": text(call, "judged"), "suggested": suggested.value, "state": state.value}
    note(call, "mediability:judged", facts)
    return {
        "mediability": final.value, "mediability_state": state.value,
        "seen_mediability": suggested.value,
    }  # fmt: skip


def record_answer(call: Call) -> dict[str, Any]:
    """`mediation.record-answer`: answer (consent, refuse, silent, unreachable)."""
    file_of(call).respondent_answer = text(call, "answer")
    note(call, "respondent:answered", {"answer": text(call, "answer")})
    return {}


def record_attempt(call: Call) -> dict[str, Any]:
    """`mediation.record-attempt`: side, method, attempted_at, result → unreachable_proven."""
    proven = sessions.attempt(
        call, file_of(call), side=text(call, "side"), method=text(call, "method"),
        at=instant(call, "attempted_at"), reached=text(call, "result") == "reached",
    )  # fmt: skip
    return {"unreachable_proven": proven}


def accept(call: Call) -> dict[str, Any]:
    """`mediation.accept`: accepted_at, mediation_type, dispute_type → the keys below.

    `accepted_at`, `due_on` (date), `term_due_at` (instant), `recusal_requested`.
    """
    at = instant(call, "accepted_at")
    opening.accept(call, file_of(call), at=at)
    first = term.first_term(call, at)
    return {
        "accepted_at": at.isoformat(), "due_on": first.due_on,
        "term_due_at": first.due.isoformat(),
        "recusal_requested": call.facts.get("recusal_told") == "yes",
    }  # fmt: skip


def refuse(call: Call) -> dict[str, Any]:
    """`mediation.refuse`: reason (as the form gave it), mediability → end_reason."""
    reason = rules.refusal_reason(text(call, "reason") or None, text(call, "mediability") or None)
    opening.refuse(call, file_of(call), reason)
    return {"end_reason": reason.value}


OPERATIONS = {
    "mediation.open": open_mediation,
    "mediation.record-application": record_application,
    "mediation.compare-mediability": compare_mediability,
    "mediation.record-answer": record_answer,
    "mediation.record-attempt": record_attempt,
    "mediation.accept": accept,
    "mediation.refuse": refuse,
}
