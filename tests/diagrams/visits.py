"""What people answer during a visit, and what the station's operations would say to it.

Values only; the ways through the diagram are in `test_visit_walks`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.diagrams.walking import Answer, Ground, Step, do

RANK = {"yellow": 0, "orange": 1, "red": 2}


def compared(given: Mapping[str, object]) -> Mapping[str, object]:
    """The rule of the four eyes, as the house has it."""
    levels = [str(given[key]) for key in ("dv_level", "dispute_level") if given[key] in RANK]
    suggested = max(levels, key=lambda level: RANK[level], default="yellow")
    if RANK[str(given["risk_level"])] >= RANK[suggested]:
        state = "confirmed"
    else:
        state = "lowered" if given["seen_level"] == suggested else "unseen"
    return {"suggested_level": suggested, "grade_state": state}


def quietly(given: Mapping[str, object]) -> Mapping[str, object]:
    """The answer of an operation that only writes records."""
    return {}


def opened(given: Mapping[str, object]) -> Mapping[str, object]:
    arrived = given["arrived_at"] or given["now"]
    channel = given["channel"] or "walk-in"
    return {"visit_id": "v-1", "channel": channel, "arrived_at": arrived, "screen_from": arrived}


ANSWERS: dict[str, Answer] = {
    "cases.require-report": quietly,
    "cases.set-risk": lambda given: {"risk_level": given["level"]},
    "engine.start": quietly,
    "notifications.escalate": quietly,
    "notifications.tell": quietly,
    "visit.call-joint-meeting": quietly,
    "visit.close": quietly,
    "visit.compare-grade": compared,
    "visit.link-duplicate": lambda _: {"linked": True},
    "visit.open": opened,
    "visit.open-case": quietly,
    "visit.record-acceptance": quietly,
    "visit.record-objection": lambda given: {"objections": 1 + int(str(given["before"] or 0))},
    "visit.record-referral": quietly,
    "visit.record-route": quietly,
    "visit.record-screen": quietly,
    "visit.record-withdrawal": quietly,
    "visit.send-transfer": lambda given: {
        "lead_department": given["department"],
        "transfer_sent_at": given["now"],
    },
}
VISIT = Ground(process="visit", answers=ANSWERS)

CLEAR = {
    "can_talk_safely": True,
    "violence_now": False,
    "weapon_shown": False,
    "injury_or_choking": False,
    "threat_to_kill": False,
    "suicide_threat": False,
    "child_alone_or_missing": False,
    "afraid_to_go_home": False,
    "offender_outside": False,
    "minor_at_risk": False,
}
KNIFE = CLEAR | {"weapon_shown": True, "threat_to_kill": True, "afraid_to_go_home": True}
WITH_CHILD = KNIFE | {"minor_at_risk": True}
REGISTERED = {
    "arrived_at": "2026-03-02T01:00:00+00:00",
    "channel": "walk-in",
    "visitor_count": 1,
    "on_behalf": False,
    "sms_ok": True,
    "category": "F12",
    "dv_flag": False,
    "child_present": False,
    "prior_police": False,
    "prior_visit": False,
}
AGREED = {"consent_basis": "consent", "consent_service": True, "consent_share": True}
CLASSIFIED = {
    "category_a": "0101",
    "category_c": "marriage-family",
    "category_d": "F12",
    "service_type": "legal_help",
    "difficulty": "simple",
    "group_matter": False,
}
RECEIPT = do("issue-receipt", receipt_method="handed", receipt_at="2026-03-02T02:00:00+00:00")
TOLD = do("give-feedback", feedback_result="told", still_unsettled=False)
SEARCHED = do("search-person", search_result="new_person")
SAME_MATTER = do("search-person", search_result="same_matter", matched_case_no="XG-0398")
SCREENED = do("screen-safety", **CLEAR)
REGISTER = do("register-visit", **REGISTERED)
CONSENT = do("give-consent", **AGREED)
YELLOW = do("grade-risk", dispute_facts=["quarrels"], risk_level="yellow")
CLASSIFY = do("classify-matter", **CLASSIFIED)

ARRIVAL: tuple[Step, ...] = (SEARCHED, SCREENED, REGISTER, CONSENT, YELLOW, CLASSIFY)


def route(name: str, **answers: object) -> tuple[Step, ...]:
    """A harmless visit up to the decision where it goes."""
    return (*ARRIVAL, do("decide-route", route=name, **answers))


TO_LABOUR = route("transfer", lead_department="labour", petition_transfer=False)
TO_NOBODY = route("transfer", petition_transfer=False)
OBJECT = do("acknowledge-transfer", transfer_answer="object", objection_reason="not_competent")
ACK = do("acknowledge-transfer", transfer_answer="ack")
TAKE = do("acknowledge-transfer", transfer_answer="ack", planned_on="2026-03-06")
KEEP = {"lead_ruling": "keep", "ruled_department": "labour"}
DV_ORANGE = {"dv_facts": ["alcohol", "stalking", "controls_life"]}
DV_RED = {"dv_facts": ["strangulation", "weapon_used", "beaten_pregnant"]}
DECLINED = do("give-consent", consent_basis="consent", consent_service=False)
ABANDONED = do("grade-risk", risk_level="yellow", child_facts=["abandoned"])


def graded(level: str, facts: Mapping[str, object]) -> Step:
    return do("grade-risk", risk_level=level, **facts)
