"""Pure decisions of an emergency; no database, no clock.

Severities run from I (gravest) to IV. A table suggests, a person confirms, and until a second
person has agreed to a lower grade the higher one is acted upon.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

#: The station's grades, gravest first.
SEVERITIES = ("I", "II", "III", "IV")
#: Task priority of a grade; an emergency comes before everything, a contained one beside red.
PRIORITY = {"I": 0, "II": 0, "III": 0, "IV": 1}
#: Within this time of the report a person confirms the grade (house rule).
GRADE_WITHIN = timedelta(minutes=5)
#: Grades at which reports go on until stand-down (H07).
FOLLOWED_UP = frozenset({"I", "II", "III"})
#: The kind of help asked for, and the department that gives it.
HELPERS = {"police": "police", "medical": "ambulance", "shelter": "civil-affairs"}
#: Channels of a notice in the order in which they are tried.
CHANNELS = ("sms", "phone")
#: How the channel of a case reads in the register of incidents.
REPORT_CHANNELS = {
    "walk-in": "on_site", "12338": "hotline_12338", "110": "linkage_110", "grid": "grid",
    "online": "online", "school": "school", "hospital": "hospital",
}  # fmt: skip
#: Days before the end of a protection order at which its holder is asked about extension.
ORDER_WARNS = (30, 15, 7)


class GradeState(StrEnum):
    """How a confirmed grade stands to what the table suggests."""

    CONFIRMED = "confirmed"
    #: Less grave than suggested: a second person must agree.
    LOWERED = "lowered"


class FollowState(StrEnum):
    """What the follow-up reports do next."""

    REPORT = "report"
    WAIT = "wait"
    OVER = "over"


class NoticeState(StrEnum):
    """How far a department is."""

    WANTED = "wanted"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    OBJECTED = "objected"
    ARRIVED = "arrived"
    CLOSED = "closed"
    SUBSTITUTED = "substituted"
    RELEASED = "released"


class Outcome(StrEnum):
    """How an emergency ends."""

    STOOD_DOWN = "stood_down"
    FALSE_ALARM = "false_alarm"
    HANDED_OVER = "handed_over"


class RecontactState(StrEnum):
    """What a call at a safe time led to."""

    HELPED = "helped"
    AGAIN = "again"
    RESPECTED = "respected"
    VIOLENCE = "violence"


def is_graver(one: str, other: str) -> bool:
    """Whether one grade is graver than another."""
    return SEVERITIES.index(one) < SEVERITIES.index(other)


def gravest(*grades: str | None) -> str:
    """The gravest of some grades; IV when none is known."""
    known = [SEVERITIES.index(grade) for grade in grades if grade in SEVERITIES]
    return SEVERITIES[min(known, default=len(SEVERITIES) - 1)]


def weigh_grade(chosen: str, suggested: str | None) -> GradeState:
    """Compare what a person chose with what the table suggests."""
    lowered = suggested in SEVERITIES and is_graver(str(suggested), chosen)
    return GradeState.LOWERED if lowered else GradeState.CONFIRMED


def follow_state(severity: str, *, over: bool) -> FollowState:
    """Whether follow-up reports are due at a grade (H07)."""
    if over:
        return FollowState.OVER
    return FollowState.REPORT if severity in FOLLOWED_UP else FollowState.WAIT


def is_report_due(facts: Mapping[str, object]) -> bool:
    """Whether what is known at the start already asks for a mandatory report of a child."""
    at_risk = facts.get("minors_involved") is True or facts.get("child_alone_or_missing") is True
    return facts.get("mandatory_report") is True or (facts.get("source") == "visit" and at_risk)


def is_silent(facts: Mapping[str, object]) -> bool:
    """Whether nobody may call back or send a text, because the offender may be listening."""
    return facts.get("offender_present") is True or facts.get("call_back_safe") is False


def known_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """What is known already, under the names that the register is prefilled from."""
    channel = str(facts.get("channel") or "")
    source = facts.get("source")
    return {
        "known_reported_at": facts.get("reported_at"),
        "known_channel": "mediation" if source == "mediation" else REPORT_CHANNELS.get(channel),
        "known_call_back_safe": facts.get("call_back_safe"),
        "known_type": "domestic_violence" if facts.get("dv_flag") is True else None,
        "known_happening_now": facts.get("violence_now"),
        "known_weapon": facts.get("weapon"),
        "known_threat": facts.get("threat_to_kill"),
        "known_offender_present": facts.get("offender_present"),
        "known_minors": facts.get("minors_involved"),
        "known_called_110": True if channel == "110" else None,
    }


def departments_for(needs: Iterable[str], named: Iterable[str]) -> tuple[str, ...]:
    """The departments that a request for help means, each once, the named ones first."""
    meant = [*named, *(HELPERS[need] for need in needs if need in HELPERS)]
    return tuple(dict.fromkeys(meant))


def needs_unmet(needs: Iterable[str]) -> tuple[str, ...]:
    """Kinds of help that no department stands for; a person has to find them."""
    return tuple(need for need in needs if need not in HELPERS)


def stand_down_bars(
    *, graded: bool, danger_gone: bool, victim_safe: bool, open_departments: Collection[str]
) -> tuple[str, ...]:
    """Why the response may not end yet; empty when all conditions are met."""
    bars = {
        "not_graded": not graded,
        "danger": not danger_gone,
        "victim_not_safe": not victim_safe,
        "departments_open": bool(open_departments),
    }
    return tuple(bar for bar, holds in bars.items() if holds)


def recontact_state(result: str, next_at: object) -> RecontactState:
    """What follows from a call at a safe time; a refusal is respected unless a time was agreed."""
    match result:
        case "accepts_help":
            return RecontactState.HELPED
        case "new_violence":
            return RecontactState.VIOLENCE
        case "not_reached" | "unsafe":
            return RecontactState.AGAIN
    return RecontactState.AGAIN if next_at else RecontactState.RESPECTED


def order_warnings(until: date) -> tuple[date, ...]:
    """Days on which the holder of a protection order is asked about extension (T16)."""
    return tuple(until - timedelta(days=days) for days in ORDER_WARNS)


def notice_state(notice: Any) -> NoticeState:
    """How far a department is, from the instants of its notice."""
    if notice.substituted_at:
        return NoticeState.SUBSTITUTED
    if notice.closed_at:
        return NoticeState.CLOSED
    if notice.released_at:
        return NoticeState.RELEASED
    if notice.arrived_at:
        return NoticeState.ARRIVED
    if notice.acked_at:
        return NoticeState.OBJECTED if notice.answer == "not_ours" else NoticeState.ACKNOWLEDGED
    return NoticeState.SENT if notice.sent_at else NoticeState.WANTED


#: States in which a department still owes something.
OPEN_STATES = frozenset(
    {
        NoticeState.WANTED, NoticeState.SENT, NoticeState.ACKNOWLEDGED, NoticeState.OBJECTED,
        NoticeState.ARRIVED,
    }
)  # fmt: skip


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from one instant to another."""
    return int((end - start).total_seconds() // 60)
