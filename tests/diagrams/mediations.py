"""What people answer during a mediation, and what the station's operations would say to it.

Values only; the ways through the diagram are in `test_joint_mediation_walks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.diagrams.walking import MONDAY, Answer, Ground, Step, do, hear

ACCEPTED = MONDAY.isoformat()
UNKNOWN = (
    "acceptance", "chosen_mediator", "due_on", "end_reason", "mediability", "mediator",
    "new_mediator", "not_accepted_reason", "safety_check", "seen_mediability", "term_due_at",
    "term_expires", "term_warnings",
)  # fmt: skip


def quietly(given: Mapping[str, object]) -> Mapping[str, object]:
    """The answer of an operation that only writes records."""
    return {}


def opened(given: Mapping[str, object]) -> Mapping[str, object]:
    flags = ("ask_extension", "extension_asked", "term_moved", "declared", "must_recuse")
    return {
        **dict.fromkeys(UNKNOWN), **dict.fromkeys(flags, False), "mediation_id": "m-1",
        "applied_at": given["now"], "decide_by_at": given["now"], "excluded_mediators": [],
        "no_shows": 0, "extensions_used": 0, "unreachable_proven": False,
        "recusal_on_request": True, "recusal_requested": False,
    }  # fmt: skip


def compared(given: Mapping[str, object]) -> Mapping[str, object]:
    """The rule of DT5: stricter stands, looser is shown the suggestion once."""
    ranks = ("mediable", "with_conditions", "until_representative", "not_mediable")
    judged, suggested = str(given["judged"]), str(given["suggested"])
    looser = ranks.index(judged) < ranks.index(suggested)
    unseen = looser and given["seen"] != suggested
    stands = suggested if looser and not unseen else judged
    return {
        "mediability": stands, "seen_mediability": suggested,
        "mediability_state": "unseen" if unseen else "settled",
    }  # fmt: skip


def declared(given: Mapping[str, object]) -> Mapping[str, object]:
    steps_back = given["conflict"] != "none" and given.get("waived") != "both"
    mediator = None if steps_back else "li-mei"
    return {"mediator": mediator, "declared": True, "must_recuse": steps_back}


def extended(given: Mapping[str, object]) -> Mapping[str, object]:
    """Thirty days from the first due date, with one warning three days before."""
    expires = MONDAY.replace(hour=0) + timedelta(days=32 + int(str(given["days"])))
    return {
        "due_on": "2026-05-02", "term_due_at": expires.isoformat(), "extensions_used": 1,
        "term_expires": expires.isoformat(), "extension_asked": False,
        "term_warnings": [(expires - timedelta(days=3)).isoformat()],
    }  # fmt: skip


def warned(given: Mapping[str, object]) -> Mapping[str, object]:
    """Seven days before the first due date both parties are asked."""
    ask = datetime.fromisoformat(str(given["now"])).date().isoformat() == "2026-03-26"
    return {"ask_extension": ask, "extension_asked": ask}


def refused(given: Mapping[str, object]) -> Mapping[str, object]:
    reasons = {None: "not_mediable", "wrong_jurisdiction": "transferred"}
    reason = given["reason"]
    return {"end_reason": reasons.get(reason if reason is None else str(reason), reason)}


def noted(given: Mapping[str, object]) -> Mapping[str, object]:
    failed = given["outcome"] == "failed_no_agreement"
    return {"end_reason": "failed_no_agreement" if failed else None}


def stopped(given: Mapping[str, object]) -> Mapping[str, object]:
    told = {"emergency_source": "mediation", "emergency_incident_type": str(given["risk_kind"])}
    return {"end_reason": "terminated_risk", **told}


def in_force(kind: str) -> Answer:
    return lambda given: {"end_reason": kind, "effective_on": given["effective_on"]}


QUIET = (
    "engine.start", "notifications.escalate", "notifications.tell", "mediation.archive",
    "mediation.close-complaint", "mediation.close-confirmation", "mediation.invite",
    "mediation.note-complaint", "mediation.record-answer", "mediation.record-application",
    "mediation.record-change-request", "mediation.record-check", "mediation.record-notice",
    "mediation.record-terms", "mediation.refuse-change", "mediation.refuse-extension",
    "mediation.request-confirmation", "mediation.schedule", "mediation.tell-mediator",
)  # fmt: skip
ANSWERS: dict[str, Answer] = {
    **dict.fromkeys(QUIET, quietly),
    "mediation.accept": lambda given: {
        "accepted_at": given["accepted_at"], "due_on": "2026-04-02",
        "term_due_at": "2026-04-02T23:59:59+08:00",
    },
    "mediation.assign": lambda given: {
        "mediator": given["mediator"], "declared": False, "must_recuse": False,
    },
    "mediation.compare-mediability": compared,
    "mediation.conclude": lambda given: {"end_reason": given["reason"]},
    "mediation.extend": extended,
    "mediation.merge": lambda _: {"end_reason": "merged"},
    "mediation.open": opened,
    "mediation.plan-follow-ups": lambda _: {"follow_up_dates": ["2026-03-09"]},
    "mediation.put-in-force": in_force("success_written"),
    "mediation.record-attempt": lambda given: {
        "unreachable_proven": given["method"] == "home_visit"
    },
    "mediation.record-claim": declared,
    "mediation.record-court-answer": lambda given: {"court_accepted_on": given["answered_on"]},
    "mediation.record-declaration": declared,
    "mediation.record-new-fact": lambda _: {"end_reason": "not_mediable"},
    "mediation.record-no-show": lambda _: {"no_shows": 1},
    "mediation.record-outcome": noted,
    "mediation.record-session": lambda given: {
        "no_shows": 1 if given["result"] == "no_show" else 0
    },
    "mediation.refuse": refused,
    "mediation.replace-mediator": lambda given: {"mediator": given["mediator"]},
    "mediation.stop-for-risk": stopped,
    "mediation.warn-term": warned,
    "mediation.withdraw": lambda given: {
        "end_reason": "refused_respondent"
        if given["withdrawn_by"] == "respondent"
        else "withdrawn_applicant"
    },
}  # fmt: skip
MEDIATION = Ground(process="joint-mediation", answers=ANSWERS)
ORALLY = Ground(
    process="joint-mediation",
    answers=ANSWERS | {"mediation.put-in-force": in_force("success_oral")},
)

# ------------------------------------------------------------------------------- the intake
APPLIED = do("apply-mediation", source="applied", dispute_type="C01", people=2)
OBSTACLES = (
    "crime_suspected", "serious_dv", "danger_or_red", "child_report_hit", "reserved_authority",
    "case_pending", "refusal_clear", "fraud_suspected", "administrative_dispute",
    "incapable_party",
)  # fmt: skip
FACTS: dict[str, object] = dict.fromkeys(OBSTACLES, False)


def judged(conclusion: str = "mediable", node: str = "judge-mediability", **facts: object) -> Step:
    answers = {"dv_history_level": "none", **FACTS, **facts, "mediability": conclusion}
    return do(node, **answers)


MEDIABLE = judged()
CONSENT = do("ask-respondent", respondent_answer="consent", threat_heard=False)
UNREACHED = do("ask-respondent", respondent_answer="unreachable", threat_heard=False)
ACCEPT = do("decide-acceptance", acceptance="accepted", accepted_at=ACCEPTED)
TAKEN_UP = (APPLIED, MEDIABLE, CONSENT, ACCEPT)


def not_taken(reason: str) -> Step:
    return do("decide-acceptance", acceptance="refused", not_accepted_reason=reason)


def tried(method: str, result: str = "not_reached", node: str = "try-respondent") -> Step:
    answers = {
        "sought_side": "respondent", "contact_method": method, "contact_result": result,
        "attempted_at": ACCEPTED,
    }  # fmt: skip
    if node == "act":
        return hear("ContactAttempted", **answers)
    return do(node, **answers)


# ------------------------------------------------------------------------------ the mediation
CLAIM = do("claim-case", conflict="none")
INVITE_NOBODY = do("invite-departments", invitation="none")
INVESTIGATED = do("investigate", investigation_result="go_on")
IN_HAND = (*TAKEN_UP, CLAIM)
READY = (*IN_HAND, INVITE_NOBODY, INVESTIGATED)
SCHEDULED = do("schedule-session", session_at="2026-03-10T15:00:00+08:00", session_mode="joint")
SAFE = do("check-safety-before-session", safety_check="clear")
UNSAFE = do("check-safety-before-session", safety_check="unsafe", weapon_suspected=True)


def held(result: str, attendance: str = "both") -> Step:
    at = "2026-03-10T15:00:00+08:00"
    return do("hold-session", session_held_at=at, attendance=attendance, session_result=result)


def session(result: str) -> tuple[Step, ...]:
    return (SCHEDULED, SAFE, held(result))


ABSENT = (SCHEDULED, SAFE, held("no_show", "respondent_absent"))
WRITTEN = do("record-outcome", outcome="success_written")
DRAFTED = do("draft-agreement", agreement_kind="full")
SIGNED = do("sign-agreement", signing="signed", effective_on="2026-03-10")
AGREED = (*READY, *session("agreement"), WRITTEN, DRAFTED, SIGNED)

# --------------------------------------------------------------------------------- the end
NOT_CONFIRMED = do("confirm-judicially", judicial_confirmation="decline")
CONFIRM = do(
    "confirm-judicially", judicial_confirmation="apply", confirmation_applied_on="2026-03-12"
)
ROUTES = do("tell-routes", applicant_notified=True, respondent_notified=True)
REFUSAL = do("tell-refusal", applicant_notified=True, respondent_notified=True)
ARCHIVED = do("archive-file", archive_result="complete")
SETTLED = (NOT_CONFIRMED, ARCHIVED)
CLOSED = (ROUTES, ARCHIVED)


def court(node: str, answer: str, on: str = "2026-03-13") -> Step:
    return do(node, court_answer=answer, court_answered_on=on)


def assigned(node: str, mediator: str = "wang-qiang") -> Step:
    return do(node, mediator=mediator, mediator_chosen_by="appointed")


def declaring(conflict: str, waived: str | None = None, node: str = "declare-conflict") -> Step:
    return do(node, conflict=conflict, conflict_waived=waived)


def granted(node: str = "decide-extension") -> Step:
    return do(
        node, extension_decision="granted", asked_on="2026-03-26", both_signed=True,
        extension_days=30,
    )  # fmt: skip


def denied(node: str = "decide-extension") -> Step:
    return do(node, extension_decision="refused", asked_on="2026-03-26", both_signed=False)
