"""What a mediation decides about mediability, mediators, absences and endings, without a database.

Numbers of attempts and absences come from the table of time limits (H12, H13); everything else here
is law or a house rule named beside it. Nothing here knows rows, sessions or the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Mediability(StrEnum):
    """Whether a matter may be mediated, loosest first (DT5)."""

    MEDIABLE = "mediable"
    WITH_CONDITIONS = "with_conditions"
    UNTIL_REPRESENTATIVE = "until_representative"
    NOT_MEDIABLE = "not_mediable"


class EndReason(StrEnum):
    """How a mediation ended."""

    SUCCESS_WRITTEN = "success_written"
    SUCCESS_ORAL = "success_oral"
    PARTIAL = "partial"
    FAILED_NO_AGREEMENT = "failed_no_agreement"
    WITHDRAWN_APPLICANT = "withdrawn_applicant"
    REFUSED_RESPONDENT = "refused_respondent"
    UNREACHABLE = "unreachable"
    NOT_MEDIABLE = "not_mediable"
    TERMINATED_RISK = "terminated_risk"
    MERGED = "merged"
    EXPIRED_NO_EXTENSION = "expired_no_extension"
    TRANSFERRED = "transferred"


#: Endings that only their own act may bring, because more must happen with them.
BY_OWN_ACT = frozenset({EndReason.TERMINATED_RISK, EndReason.MERGED})
SUCCESSES = frozenset({EndReason.SUCCESS_WRITTEN, EndReason.SUCCESS_ORAL, EndReason.PARTIAL})
_STRICTNESS = list(Mediability)


class Judgement(StrEnum):
    """Whether a judgement stands or has to be looked at once more."""

    SETTLED = "settled"
    #: Looser than a suggestion that the person has not seen yet.
    UNSEEN = "unseen"


def compare_mediability(
    judged: Mediability, suggested: Mediability, seen: Mediability | None
) -> tuple[Mediability, Judgement]:
    """A person may be stricter than DT5; a looser answer is asked again once, then DT5 stands."""
    if _STRICTNESS.index(judged) >= _STRICTNESS.index(suggested):
        return judged, Judgement.SETTLED
    if seen != suggested:
        return judged, Judgement.UNSEEN
    return suggested, Judgement.SETTLED


def refusal_reason(given: str | None, mediability: str | None) -> EndReason:
    """Why a mediation was not taken up, as an end reason."""
    if given == "wrong_jurisdiction":
        return EndReason.TRANSFERRED
    if given:
        return EndReason(given)
    if mediability in {None, Mediability.MEDIABLE}:
        return EndReason.REFUSED_RESPONDENT
    return EndReason.NOT_MEDIABLE


def must_recuse(conflict: str, waived: str | None, *, on_request: bool, requested: bool) -> bool:
    """Whether a mediator who declared a tie has to step back.

    Both parties may waive after disclosure, unless one of them asked for the recusal and the
    station follows such requests (local rules on recusal; setting `recusal_on_request`).
    """
    if conflict == "none":
        return False
    return waived != "both" or (on_request and requested)


#: Ways of contact that count as a visit; the others are channels.
VISITS = frozenset({"home_visit", "grid_visit"})


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One try to reach a party."""

    side: str
    method: str
    #: Local day of the try.
    on: date
    reached: bool


def is_unreachable(attempts: Sequence[Attempt], side: str, counts: Mapping[str, int]) -> bool:
    """Whether a side counts as unreachable (H13).

    Tries on different days by several channels, and a visit beside them; a try that reached the
    party begins the count anew.
    """
    vain: list[Attempt] = []
    for attempt in (each for each in attempts if each.side == side):
        vain = [] if attempt.reached else [*vain, attempt]
    calls = [each for each in vain if each.method not in VISITS]
    return (
        len(calls) >= counts["attempts"]
        and len({each.on for each in calls}) >= counts["days"]
        and len({each.method for each in calls}) >= counts["channels"]
        and len(vain) - len(calls) >= counts["visits"]
    )


def asks_extension(days_left: int, *, asked: bool, used: int, most: int) -> bool:
    """Whether this warning is the one at which both parties are asked (T08: seven days before)."""
    return days_left <= ASK_BEFORE_DAYS and not asked and used < most


ASK_BEFORE_DAYS = 7


def withdrawal_reason(by: str) -> EndReason:
    """A respondent who leaves has refused; anybody else has withdrawn the application."""
    return EndReason.REFUSED_RESPONDENT if by == "respondent" else EndReason.WITHDRAWN_APPLICANT


#: Subjects that no court confirms (民事诉讼法司法解释 art. 355), with their names in a request.
UNCONFIRMABLE = {
    "marriage_status": r"婚姻关系|解除婚姻|确认婚姻|婚姻(无效|有效)",
    "parentage": r"亲子关系|身份关系|监护权",
    "adoption": r"收养关系",
    "property_title": (
        r"(确认|归属)[^，。；]{0,12}(所有权|物权|产权)|(所有权|物权|产权)[^，。；]{0,8}(确认|归属)"
    ),
}


def unconfirmable(subjects: Iterable[str], request: str) -> str:
    """The first subject of a request that no court confirms, or ""."""
    named = set(subjects)
    for subject, words in UNCONFIRMABLE.items():
        if subject in named or re.search(words, request):
            return subject
    return ""


_MUST_HAVE = ("application", "rights_notice", "identity", "mediation_record", "back_cover")


def missing_papers(items: Iterable[str], end_reason: str) -> tuple[str, ...]:
    """Must-have papers that a file lacks (司法部 file order); an agreement belongs to a success."""
    wanted = (*_MUST_HAVE, "agreement") if end_reason in SUCCESSES else _MUST_HAVE
    present = set(items)
    return tuple(paper for paper in wanted if paper not in present)


_INCIDENTS = {
    "violence": "fight", "threat": "threat", "weapon": "threat", "suicide": "self_harm",
    "fire_explosion": "fire_explosion", "child": "child_harm",
}  # fmt: skip


def emergency_facts(known: Mapping[str, object]) -> dict[str, object]:
    """What the emergency is told about a danger seen in a mediation: codes and flags only.

    `known` holds the answers of the act, of the safety check, and of the file (`dv_flag`).
    """
    kind = str(known.get("risk_kind") or "")
    violence = kind == "violence" or known.get("new_violence") is True
    weapon = kind in {"weapon", "fire_explosion"} or known.get("weapon_suspected") is True
    threat = weapon or kind == "threat" or _any(known, "threat_made", "threat_heard")
    incident = _INCIDENTS.get(kind) or ("fight" if violence else "threat" if threat else "other")
    if incident == "fight" and known.get("dv_flag") is True:
        incident = "domestic_violence"
    return {
        "incident_type": incident, "violence_now": violence, "weapon": weapon, "threat": threat,
        "suicide_threat": kind == "suicide", "injury": known.get("anyone_injured") is True,
        "minors_involved": kind == "child" or known.get("minors_present") is True,
        "called_110": known.get("police_called") is True,
        # A danger met in the room is happening; one heard on the telephone is not known to be.
        "happening_now": bool(kind) or violence, "offender_present": bool(kind),
    }  # fmt: skip


def _any(known: Mapping[str, object], *keys: str) -> bool:
    return any(known.get(key) is True for key in keys)
