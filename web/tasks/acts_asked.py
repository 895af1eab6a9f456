"""What the form of each act asks: whom, where to, why; read back from the request as one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from engine import tasks
from engine.models import TaskRow
from web import session as web_session
from web.rendering import instant
from web.rendering.names import name_of
from web.wording.texts import gettext as _
from workflows.cases import acting, resting, suspending
from workflows.deadlines import load_table
from workflows.deadlines.models import DeadlineRow


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a person sent with an act."""

    person: str
    target: str
    choice: str
    reason: str
    version: int | None
    key: str


def asked() -> Asked:
    """The answers of this request."""
    given, version = request.form, request.form.get("_version", "")
    return Asked(
        person=given.get("person", ""), target=given.get("target", ""),
        choice=given.get("choice", ""), reason=given.get("reason", ""),
        version=int(version) if version.isdecimal() else None,
        key=given.get("idempotency_key", ""),
    )  # fmt: skip


Choice = dict[str, str]


def fields_of(session: Session, act: str, row: TaskRow) -> dict[str, Any]:
    """The fields of an act's form: lists to choose from, and how the text is called."""
    fields: dict[str, Any] = {"reason": _("理由"), "required": True}
    if act in _PEOPLE:
        fields["people"] = _PEOPLE[act](session, row)
    if act == "send-back":
        fields["targets"] = _targets(session, row)
    if act in _CHOICES:
        fields["choices"] = _CHOICES[act](session, row)
        fields["choice_label"] = _CALLED[act]()
    if act == "suspend":
        fields["clocks"] = [_clock_words(each) for each in resting.clocks_of(session, row)]
    if act in _SAYING:
        fields["reason"] = _SAYING[act]()
    fields["required"] = act not in {"copy", "urge", "sign"}
    return fields


def _takers(session: Session, row: TaskRow) -> list[Choice]:
    return [{"value": each.id, "label": each.name} for each in acting.takers(session, row)]


def _colleagues(session: Session, row: TaskRow) -> list[Choice]:
    return [{"value": each.id, "label": each.name} for each in acting.colleagues(session, row)]


def _free_to_sign(session: Session, row: TaskRow) -> list[Choice]:
    asked_already = {each.person for each in tasks.signers_of(session, row.tenant, row.id)}
    return [each for each in _colleagues(session, row) if each["value"] not in asked_already]


def _signers(session: Session, row: TaskRow) -> list[Choice]:
    signers = tasks.signers_of(session, row.tenant, row.id)
    return [{"value": each.person, "label": each.person_name} for each in signers]


_PEOPLE: Mapping[str, Callable[[Session, TaskRow], list[Choice]]] = {
    "reassign": _takers, "delegate": _takers, "add-signer": _free_to_sign,
    "drop-signer": _signers, "copy": _colleagues,
}  # fmt: skip


def _targets(session: Session, row: TaskRow) -> list[Choice]:
    """The steps to go back to, the last done first, with who did each and when."""
    return [
        {
            "value": done.node,
            "label": _(
                "%(step)s（%(at)s 办结）", step=name_of(done), at=instant(done.completed_at)
            ),
        }
        for done in tasks.ways_back(session, row)
    ]


def _signings(session: Session, row: TaskRow) -> list[Choice]:
    drawn = tasks.step_of(session, row).task_acts
    offered = (("all", _("会签：所有人都要同意")), ("any", _("或签：有一人同意即可")))
    return [{"value": v, "label": label} for v, label in offered if f"sign-{v}" in drawn]


def _opinions(session: Session, row: TaskRow) -> list[Choice]:
    return [{"value": "agree", "label": _("同意")}, {"value": "object", "label": _("不同意")}]


def _causes(session: Session, row: TaskRow) -> list[Choice]:
    return [
        {"value": code, "label": reason_words(code)}
        for code in suspending.reasons_for(session, row)
    ]


_CHOICES: Mapping[str, Callable[[Session, TaskRow], list[Choice]]] = {
    "add-signer": _signings, "sign": _opinions, "suspend": _causes,
}  # fmt: skip

_CALLED: Mapping[str, Callable[[], str]] = {
    "add-signer": lambda: _("怎样签"),
    "sign": lambda: _("意见"),
    "suspend": lambda: _("挂起原因"),
}

_SAYING: Mapping[str, Callable[[], str]] = {
    "hand-back": lambda: _("办理情况"),
    "copy": lambda: _("说明（可不填）"),
    "urge": lambda: _("说明（可不填）"),
    "sign": lambda: _("理由（不同意时必填）"),
}


def _clock_words(deadline: DeadlineRow) -> str:
    """One clock of the step, and whether resting stops it: never silently, never a legal one."""
    rule, english = load_table().rules[deadline.rule], web_session.language() == "en"
    reasons = [each for each in load_table().pause_reasons if each in rule.pauses]
    said = {
        "name": rule.name.en if english else rule.name.zh, "at": instant(deadline.effective),
        "reasons": _("、").join(map(reason_words, reasons)),
    }  # fmt: skip
    if not rule.pauses:
        return _("%(name)s（%(at)s 到期）：照常计算", **said)
    return _("%(name)s（%(at)s 到期）：因%(reasons)s可以暂停", **said)


def reason_words(code: str) -> str:
    """A reason to suspend, as the law table words it."""
    words = load_table().pause_reasons.get(code)
    if words is None:
        return code
    return words.en if web_session.language() == "en" else words.zh
