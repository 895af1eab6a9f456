"""What staff type into the forms of reception and consultation, from the facts of a scene."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.demo.scene import Scene

_SCREEN = (
    "violence_now",
    "weapon_shown",
    "injury_or_choking",
    "threat_to_kill",
    "suicide_threat",
    "child_alone_or_missing",
    "afraid_to_go_home",
    "offender_outside",
    "minor_at_risk",
)
SIGNED_METHODS = ("paper", "fingerprint", "electronic")


def search(scene: Scene) -> dict[str, Any]:
    """查找来访人."""
    return {
        "name": scene.visitor.name,
        "phone": scene.visitor.phone,
        "respondent_name": scene.other.name,
        "search_result": "new_person",
    }


def screen(scene: Scene, *dangers: str) -> dict[str, Any]:
    """即时安全筛查; the named questions are answered with yes."""
    return {
        "screened_at": scene.now(),
        "can_talk_safely": "true",
        **{key: "true" if key in dangers else "false" for key in _SCREEN},
    }


def registration(scene: Scene, *, violence: bool = False, child: bool = False) -> dict[str, Any]:
    """来访登记表."""
    visitor, other, matter, yes = scene.visitor, scene.other, scene.matter, {True: "true"}
    return {
        "arrived_at": scene.now(),
        "channel": scene.channel,
        "visitor_count": "1",
        "on_behalf": "false",
        "name": visitor.name,
        "sex": visitor.sex,
        "age": str(visitor.age),
        "phone": visitor.phone,
        "addr": visitor.address,
        "sms_ok": "false" if violence else "true",
        "safe_contact": "只打妹妹的电话" if violence else "",
        "safe_time": "上午九点以后" if violence else "",
        "respondent_name": other.name,
        "respondent_relation": matter.relation,
        "respondent_phone": other.phone,
        "category": matter.d,
        "summary": matter.summary,
        "request": matter.request,
        "dv_flag": yes.get(violence, "false"),
        "child_present": yes.get(child, "false"),
        "emotion": scene.random.choice(("calm", "anxious", "angry", "depressed")),
        "guidance_given": "先听她讲完，说明了可以走的几条路。",
        "prior_police": "false",
        "prior_visit": "false",
        "pref_staff": "female",
    }


def consent(scene: Scene) -> dict[str, Any]:
    """告知与知情同意."""
    return {
        "privacy_told": "true",
        "consent_basis": "consent",
        "consent_service": "true",
        "consent_sensitive": "true",
        "consent_share": "true",
        "share_with": ["justice", "police"],
        "consent_sms": "false",
        "signed_by": "self",
        "sign_method": scene.random.choice(SIGNED_METHODS),
        "signed_at": scene.now(),
    }


def grade(scene: Scene, level: str, *, child_facts: tuple[str, ...] = ()) -> dict[str, Any]:
    """风险评估定级."""
    return {
        "dv_facts": list(scene.matter.dv_facts),
        "dispute_facts": list(scene.matter.dispute_facts),
        "child_facts": list(child_facts),
        "risk_level": level,
    }


def classification(scene: Scene) -> dict[str, Any]:
    """事项归类."""
    matter = scene.matter
    return {
        "category_a": matter.a,
        "category_c": matter.c,
        "category_d": matter.d,
        "service_type": matter.service,
        "group_matter": "false",
        "difficulty": scene.random.choice(("simple", "ordinary", "ordinary", "complex")),
    }


def receipt(scene: Scene) -> dict[str, Any]:
    """出具受理回执."""
    return {
        "receipt_method": "handed" if scene.channel == "walk-in" else "read_out",
        "query_code_told": "true",
        "receipt_at": scene.now(),
    }


def feedback(scene: Scene, told: str) -> dict[str, Any]:
    """反馈来访人."""
    by = "in_person" if scene.channel == "walk-in" else "phone"
    return {
        "feedback_result": "told",
        "feedback_method": by,
        "told_at": scene.now(),
        "result_told": told,
        "still_unsettled": "false",
    }


def answer(scene: Scene, by: str = "receptionist", **changes: str) -> Mapping[str, Any]:
    """答复咨询."""
    return {
        "channel": scene.channel,
        "category": scene.matter.d,
        "question": scene.matter.question,
        "danger_words": "false",
        "consultation_result": "answered",
        "answer": scene.matter.answer,
        "law_refs": scene.matter.law,
        "answered_by": by,
        "answered_at": scene.now(),
        "next_step": "close",
        "answered_differently": "false",
        **changes,
    }
