"""What staff type into the forms of joint mediation, from the facts of a scene."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workflows.demo.invented import Invented
from workflows.demo.scene import Scene

_GROUNDS = (
    "crime_suspected",
    "serious_dv",
    "danger_or_red",
    "child_report_hit",
    "reserved_authority",
    "case_pending",
    "refusal_clear",
    "fraud_suspected",
    "administrative_dispute",
    "incapable_party",
)
_CHECKS = (
    "new_violence",
    "threat_made",
    "weapon_suspected",
    "afraid_to_meet",
    "intoxicated",
    "pressure_felt",
)
ROOM = "第一调解室"


def _person(who: Invented) -> dict[str, str]:
    return {
        "name": who.name,
        "sex": who.sex,
        "age": str(who.age),
        "phone": who.phone,
        "addr": who.address,
    }


def application(scene: Scene, source: str = "applied") -> dict[str, Any]:
    """人民调解申请书."""
    matter = scene.matter
    return {
        "source": source,
        "applicants": [_person(scene.visitor)],
        "respondents": [_person(scene.other)],
        "dispute_type": matter.c,
        "facts": matter.summary,
        "claims": [{"claim": matter.claim}],
        "amount": str(matter.amount) if matter.amount else "",
        "people": "2",
        "difficulty": "ordinary",
        "dv_history": "false",
        "voluntary": "true",
        "sign_method": "paper",
        "applied_on": scene.today(),
    }


def mediability(scene: Scene, ground: str = "") -> dict[str, Any]:
    """判断可否调解; a named ground makes it not mediable."""
    return {
        **{key: "true" if key == ground else "false" for key in _GROUNDS},
        "dv_history_level": "none",
        "mediability": "not_mediable" if ground else "mediable",
        "mediability_reason": "对方已经起诉，法院正在审理。" if ground else "",
    }


def respondent(scene: Scene, answer: str) -> dict[str, Any]:
    """征求被申请人意见."""
    return {
        "asked_by": "phone",
        "asked_at": scene.now(),
        "respondent_answer": answer,
        "answered_on": scene.today() if answer in {"consent", "refuse"} else "",
        "respondent_words": "愿意坐下来谈。" if answer == "consent" else "",
        "threat_heard": "false",
    }


def acceptance(scene: Scene, *, chosen: str = "", refused_for: str = "") -> dict[str, Any]:
    """人民调解受理登记表."""
    if refused_for:
        return {
            "acceptance": "refused",
            "dispute_type": scene.matter.c,
            "dispute_summary": scene.matter.summary,
            "not_accepted_reason": refused_for,
            "routes_told": "已告知可以向法院起诉，也可以申请法律援助。",
        }
    return {
        "acceptance": "accepted",
        "accepted_at": scene.now(),
        "mediation_type": "people",
        "dispute_type": scene.matter.c,
        "dispute_summary": scene.matter.summary,
        "rights_notice_given": "true",
        "chosen_mediator": chosen,
        "recusal_told": "no",
    }


def claim(scene: Scene, conflict: str = "none") -> dict[str, Any]:
    """领取案件; anything but none leads to a recusal."""
    if conflict != "none":
        return {"conflict": conflict, "conflict_note": "和被申请人是表亲。"}
    return {"conflict": "none", "first_contact_on": scene.today(), "duty_understood": "true"}


def assignment(person: str) -> dict[str, Any]:
    """指派调解员."""
    return {
        "mediator_chosen_by": "appointed",
        "mediator": person,
        "assignment_reason": "熟悉这类纠纷",
    }


def declaration(scene: Scene) -> dict[str, Any]:
    """回避申报."""
    return {"conflict": "none", "declared_on": scene.today()}


def investigation(scene: Scene) -> dict[str, Any]:
    """调查笔录."""
    said = [
        {
            "name": scene.visitor.name,
            "standing": "applicant",
            "statement": scene.matter.summary,
            "sign_method": "paper",
        },
        {
            "name": scene.other.name,
            "standing": "respondent",
            "statement": "承认有矛盾，说法不完全一样。",
            "sign_method": "paper",
        },
    ]
    return {
        "investigated_at": scene.now(),
        "investigation_place": ROOM,
        "investigators": "调解员",
        "recorder": "记录员",
        "interviews": said,
        "facts_found": "双方对主要事实没有争议。",
        "investigation_result": "go_on",
    }


def session(at: datetime) -> dict[str, Any]:
    """安排调解会; both arrive at different times."""
    return {
        "session_at": f"{at:%Y-%m-%d %H:%M}",
        "session_place": ROOM,
        "session_mode": "joint",
        "arrival_applicant": f"{at:%H}:00",
        "arrival_respondent": f"{at:%H}:20",
        "public_session": "false",
        "interpreter_needed": "false",
        "separate_rooms_ready": "true",
        "notified_by": "phone",
    }


def check(scene: Scene) -> dict[str, Any]:
    """会前安全检查."""
    return {
        "checked_at": scene.now(),
        **dict.fromkeys(_CHECKS, "false"),
        "safety_check": "clear",
    }


def minutes_of(scene: Scene, number: int, result: str, next_at: str = "") -> dict[str, Any]:
    """调解笔录."""
    absent = {"session_held_at": scene.now(), "place": ROOM, "session_no": str(number)}
    if result == "no_show":
        return {**absent, "attendance": "respondent_absent", "session_result": "no_show"}
    return {
        **absent,
        "attendance": "both",
        "rights_told": "true",
        "attendees": [
            {"name": scene.visitor.name, "role": "applicant"},
            {"name": scene.other.name, "role": "respondent"},
        ],
        "statements": "双方各自讲了想法。",
        "issues": scene.matter.claim,
        "proposals": scene.matter.promise,
        "caucus_applicant": "私下说：只要有个说法。",
        "signed_by": ["applicant", "respondent", "mediator"],
        "session_result": result,
        "next_at": next_at,
    }
