"""What each notice says: never a name, an address or a matter, only where to look."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from web import session as web_session
from web.rendering.names import department_words
from web.wording import notice_words
from workflows.deadlines import load_table

#: Template to its words, beside those that `web.wording` has.
WORDS: Mapping[str, LazyString] = {
    "deadline-missed": _("期限“%(deadline)s”已过，还没有办。"),
    "deadline-near": _("期限“%(deadline)s”快到了。"),
    "incident-opened": _("有新的突发事件，请立即查看。"),
    "incident-notice": _("突发联动通知，请在时限内签收。"),
    "incident-notice-again": _("突发联动通知还没有签收，请马上签收。"),
    "notice-overdue": _("%(department)s第二次超时没有签收。"),
    "substitute-wanted": _("%(department)s没有签收，请指定替代单位。"),
    "help-asked": _("有部门请求增援，请安排。"),
    "silent-mode": _("转为静默：不回电、不发短信。"),
    "items-open": _("还有部门没有办结，不能解除。"),
    "all-items-closed": _("各部门都已办结，可以申请解除。"),
    "false-alarm-suspected": _("有部门报告疑似误报，请核实。"),
    "address-unknown": _("现场地址有误，请马上核实。"),
    "report-overdue": _("信息报告超时没有报送。"),
    "ruling-overdue": _("法院没有按期裁定，请联系法院。"),
    "refusal-under-pressure": _("受害人可能在压力下拒绝帮助，请核实。"),
    "confirmation-near": _("共同申请司法确认的期限快到了。"),
    "confirmation-lapsed": _("共同申请司法确认的期限已过。"),
    "withdrawn-under-pressure": _("有一方可能在压力下撤回，请看一下。"),
    "mediator-change-requested": _("当事人申请更换调解员，请决定。"),
    "mediation-invited": _("邀请贵单位参加联调，请查看。"),
    "glass-broken": _("有人紧急授权查看了一件保密案件，请核查。"),
    "complaint-raised": _("有人投诉调解员，请处理。"),
}


def sentence(template: str, facts: Mapping[str, object]) -> str:
    """One notice as a sentence; one that should name a deadline and does not is told without."""
    shown = {
        "deadline": _deadline_words(str(facts.get("deadline") or "")),
        "department": department_words(str(facts.get("department") or "")),
    }
    words = str(WORDS.get(template, ""))
    if not words or any(f"%({key})s" in words and not shown[key] for key in shown):
        return notice_words(template, facts)
    return words % shown


def _deadline_words(code: str) -> str:
    """The name of a time limit; its code where the table has none."""
    rules = load_table().rules
    rule = rules.get(code) or rules.get(code.partition(".")[0])
    if rule is None:
        return code
    return rule.name.en if web_session.language() == "en" else rule.name.zh
