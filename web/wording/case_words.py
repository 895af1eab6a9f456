"""States, risks, ways and processes of a case in words."""

from __future__ import annotations

from collections.abc import Mapping

from web.wording.texts import LazyString, lazy_gettext

_ = lazy_gettext

STATES: Mapping[str, LazyString] = {
    "draft": _("接待中"),
    "registered": _("已登记"),
    "triaged": _("已分流"),
    "consult": _("咨询中"),
    "accepted": _("已受理"),
    "transferred": _("已转出"),
    "refused": _("不予受理"),
    "in_progress": _("办理中"),
    "suspended": _("已中止"),
    "resolved": _("已办结"),
    "follow_up": _("回访中"),
    "closed": _("已结案"),
    "archived": _("已归档"),
    "merged": _("已并案"),
    "withdrawn": _("已撤回"),
}

#: How each state is marked beside its word.
STATE_TONES: Mapping[str, str] = {
    "resolved": "green", "follow_up": "green", "closed": "green", "archived": "green",
    "suspended": "yellow", "refused": "yellow", "accepted": "brand", "in_progress": "brand",
    "triaged": "brand", "consult": "brand",
}  # fmt: skip

RISKS: Mapping[str, LazyString] = {
    "red": _("红色风险"),
    "orange": _("橙色风险"),
    "yellow": _("黄色风险"),
    "none": _("未评风险"),
}
RISK_TONES: Mapping[str, str] = {"red": "red", "orange": "orange", "yellow": "yellow"}

TASK_STATES: Mapping[str, LazyString] = {
    "open": _("待领"),
    "claimed": _("办理中"),
    "completed": _("已完成"),
    "cancelled": _("已取消"),
}

PROCESSES: Mapping[str, LazyString] = {
    "visit": _("来访联接"),
    "consultation": _("咨询"),
    "joint-mediation": _("矛盾联调"),
    "emergency-linkage": _("突发联动"),
}

ROUTES: Mapping[str, LazyString] = {
    "consult": _("咨询"),
    "mediate": _("调解"),
    "petition": _("信访"),
    "legal_aid": _("法律援助"),
    "hardship": _("困难帮扶"),
    "transfer": _("转办部门"),
    "refuse": _("不予受理"),
}

#: Why somebody works on a case.
BASES: Mapping[str, LazyString] = {
    "visit": _("接待"),
    "claim": _("领取任务"),
    "assignment": _("指派"),
    "notice": _("突发通知"),
    "circle": _("知情范围"),
    "transfer": _("转办"),
}


def state_words(state: str) -> str:
    """The state of a case."""
    return str(STATES.get(state, state))


def risk_words(risk: str) -> str:
    """The risk of a case with the word for risk."""
    return str(RISKS.get(risk, risk))
