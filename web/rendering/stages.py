"""Where a case stands: the stages of each process in words, and the one that a step belongs to.

A step says its stage itself (`sanlian:stage`), or stands in the table here; a case says it by the
stage that its diagram set last. Nothing is guessed from dates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from web.wording.texts import LazyString, lazy_gettext

_ = lazy_gettext

#: Stages of each process in order: key and words.
STAGES: Mapping[str, Sequence[tuple[str, LazyString]]] = {
    "visit": (
        ("visit", _("来访")), ("screen", _("筛查")), ("registered", _("登记")),
        ("triage", _("分流")), ("done", _("办结")),
    ),
    "consultation": (("visit", _("来访")), ("consult", _("答复")), ("done", _("办结"))),
    "joint-mediation": (
        ("visit", _("来访")), ("accepted", _("受理")), ("investigation", _("调查")),
        ("session", _("调解会")), ("agreement", _("协议")), ("follow_up", _("回访")),
        ("archive", _("归档")),
    ),
    "emergency-linkage": (
        ("report", _("接报")), ("grade", _("定级")), ("notify", _("通知")),
        ("response", _("处置")), ("stand-down", _("解除")), ("review", _("复盘")),
    ),
}  # fmt: skip

#: Stage of the steps whose diagram does not say it, by form.
STEP_STAGES: Mapping[str, Mapping[str, str]] = {
    "visit": {
        "search-person": "visit", "screen-safety": "screen", "register-visit": "registered",
        "give-consent": "registered", "grade-risk": "registered",
        "approve-lowered-grade": "registered", "classify-matter": "triage",
        "decide-route": "triage", "issue-receipt": "triage", "notify-petitioner": "triage",
        "acknowledge-transfer": "triage", "object-transfer": "triage",
        "accept-transfer": "triage", "name-lead-department": "triage", "give-feedback": "done",
    },
    "consultation": {"answer-question": "consult", "review-knowledge": "done"},
    "emergency-linkage": {
        "report-incident": "report", "call-110-120": "report", "confirm-grade": "grade",
        "approve-lowered-severity": "grade", "send-first-report-street": "notify",
        "send-first-report-county": "notify", "send-written-report": "notify",
        "acknowledge-notice": "notify", "call-department": "notify",
        "assign-substitute": "notify", "record-on-scene": "response",
        "close-department-item": "response", "choose-measures": "response",
        "plan-safety": "response", "stand-down": "stand-down", "ask-stand-down": "stand-down",
        "send-final-report": "stand-down", "review-incident": "review",
    },
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Stepper:
    """What the stepper of a page shows."""

    stages: Sequence[str]
    #: Index of the present one; beyond the end all are done.
    current: int


def stage_of_step(process: str, form: str, said: str) -> str:
    """The stage key of a step: what its diagram says, else the table, else nothing."""
    keys = [key for key, _words in STAGES.get(process, ())]
    if said in keys:
        return said
    return STEP_STAGES.get(process, {}).get(form, "")


def stepper(process: str, stage: str, *, ended: bool = False) -> Stepper | None:
    """The stepper of a process at a stage; None when the process has no stages in words."""
    stages = STAGES.get(process)
    if stages is None:
        return None
    keys = [key for key, _words in stages]
    words = [str(said) for _key, said in stages]
    if ended:
        return Stepper(stages=words, current=len(words))
    return Stepper(stages=words, current=keys.index(stage) if stage in keys else 0)


def stage_words(stage: str) -> str:
    """One stage in words, whichever process it belongs to."""
    for stages in STAGES.values():
        for key, words in stages:
            if key == stage:
                return str(words)
    return stage
