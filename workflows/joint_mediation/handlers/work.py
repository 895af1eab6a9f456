"""Operations of the work itself: sessions, absences, the term, the outcome and the agreement."""

from __future__ import annotations

from typing import Any

from engine.instances import Call
from workflows.joint_mediation import rules
from workflows.joint_mediation.actions import agreeing, ending, sessions, term
from workflows.joint_mediation.actions.records import day_of, file_of, note, stage, tell_mediator
from workflows.joint_mediation.handlers.reading import instant, text


def schedule(call: Call) -> dict[str, Any]:
    """`mediation.schedule`: session_at, mode."""
    sessions.schedule(call, file_of(call), at=instant(call, "session_at"), mode=text(call, "mode"))
    return {}


def record_check(call: Call) -> dict[str, Any]:
    """`mediation.record-check`: result (clear, with_measures, unsafe), checked_at."""
    sessions.check(call, file_of(call), result=text(call, "result"), at=instant(call, "checked_at"))
    return {}


def record_session(call: Call) -> dict[str, Any]:
    """`mediation.record-session`: held_at, attendance, result → sessions_held, no_shows.

    An absence counts in `no_shows` until it is excused, because the next form looks at it.
    """
    row, result = file_of(call), text(call, "result")
    sessions.hold(
        call, row, at=instant(call, "held_at"), attendance=text(call, "attendance"), result=result
    )
    call.session.flush()
    absent = 1 if result == "no_show" else 0
    return {
        "sessions_held": sessions.held_so_far(call, row), "no_shows": row.no_shows + absent,
    }  # fmt: skip


def record_no_show(call: Call) -> dict[str, Any]:
    """`mediation.record-no-show`: side, excused, decision, session_at, missed_at → no_shows."""
    row = file_of(call)
    moved = text(call, "decision") == "reschedule"
    sessions.absence(
        call, row, missed_at=instant(call, "missed_at"), excused=call.inputs.get("excused") is True,
        new_date=instant(call, "session_at") if moved else None,
    )  # fmt: skip
    return {"no_shows": row.no_shows}


def warn_term(call: Call) -> dict[str, Any]:
    """`mediation.warn-term`: the mediator is told → ask_extension, extension_asked."""
    row = term.running(call)
    left = (day_of(call, row.nominal) - day_of(call, call.event_time)).days
    asked = call.facts.get("extension_asked") is True
    ask = rules.asks_extension(
        left, asked=asked, used=len(row.extensions), most=term.most_extensions()
    )
    tell_mediator(call, "deadline-near", {"deadline": term.TERM})
    note(call, "term:warned", {"days_left": left})
    return {"ask_extension": ask, "extension_asked": asked or ask}


def extend(call: Call) -> dict[str, Any]:
    """`mediation.extend`: days, asked_on → the keys below; refuses beyond H14.

    `due_on`, `term_due_at`, `term_expires`, `term_warnings`, `extensions_used`, `extension_asked`.
    """
    moved = term.extend(
        call, file_of(call), days=int(text(call, "days") or 0), asked_on=text(call, "asked_on")
    )
    return {
        "due_on": moved.due_on, "term_due_at": moved.due.isoformat(),
        "term_expires": moved.expires.isoformat(),
        "term_warnings": [each.isoformat() for each in moved.warnings],
        "extensions_used": moved.extensions, "extension_asked": False,
    }  # fmt: skip


def refuse_extension(call: Call) -> dict[str, Any]:
    """`mediation.refuse-extension`: the term stays as it is."""
    note(call, "extension:refused")
    return {}


def record_outcome(call: Call) -> dict[str, Any]:
    """`mediation.record-outcome`: outcome, turned_from_crime, turned_people → end_reason."""
    row, outcome = file_of(call), text(call, "outcome")
    row.outcome = outcome
    row.turned_from_crime = call.inputs.get("turned_from_crime") is True
    row.turned_people = int(text(call, "turned_people") or 0)
    note(call, "outcome:recorded", {"outcome": outcome})
    if outcome == rules.EndReason.FAILED_NO_AGREEMENT:
        ending.conclude(call, row, rules.EndReason.FAILED_NO_AGREEMENT)
        return {"end_reason": outcome}
    stage(call, "agreement")
    return {"end_reason": None}


def record_terms(call: Call) -> dict[str, Any]:
    """`mediation.record-terms`: kind; takes the drafted terms → terms (how many)."""
    return {"terms": agreeing.keep_terms(call, file_of(call), "draft-agreement")}


def put_in_force(call: Call) -> dict[str, Any]:
    """`mediation.put-in-force`: effective_on, form (whose terms) → end_reason, effective_on."""
    row, form, effective_on = file_of(call), text(call, "form"), text(call, "effective_on")
    if form == "register-oral-agreement":
        agreeing.keep_terms(call, row, form)
    reason = agreeing.put_in_force(call, row, effective_on=effective_on)
    return {"end_reason": reason.value, "effective_on": effective_on}


OPERATIONS = {
    "mediation.schedule": schedule,
    "mediation.record-check": record_check,
    "mediation.record-session": record_session,
    "mediation.record-no-show": record_no_show,
    "mediation.warn-term": warn_term,
    "mediation.extend": extend,
    "mediation.refuse-extension": refuse_extension,
    "mediation.record-outcome": record_outcome,
    "mediation.record-terms": record_terms,
    "mediation.put-in-force": put_in_force,
}
