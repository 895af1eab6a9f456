"""A finding of the deploy gate in the words of the page: what is wrong, and on which element.

The lint rules bring their own words; those of the parser, of decisions and of forms stand here. A
rule without words is told by its name and its values, so that no remark is ever lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from engine import lint
from engine.errors import Finding, Severity
from engine.lint.gate import WORDS as LINT_WORDS
from web import session as web_session
from web.library.form_finding_words import WORDS as FORM_WORDS

#: Rule to its words over the finding's fields.
WORDS: Mapping[str, LazyString] = {
    # The file as a whole.
    "file-empty": _("没有选择文件，或者文件是空的。"),
    "file-too-large": _("文件超过 2 MB，没有读取。请拆分流程，或删去内嵌的图片。"),
    "file-kind": _("只接受 .bpmn、.dmn 和表单 .json 文件。"),
    "not-decision-model": _("这不是可以读取的决策表文件：%(problem)s。"),
    # Diagrams, as the engine reads them.
    "assignment-incomplete": _("数据对应缺少名称或取值。"),
    "boundary-host-unknown": _("边界事件所在的活动“%(host)s”不存在。"),
    "call-recursion": _("被调用的流程“%(process)s”又调用回来，不会结束。"),
    "called-process-unknown": _("被调用的流程“%(process)s”不在流程库里。"),
    "called-process-without-plain-start": _("被调用的流程“%(process)s”没有普通开始事件。"),
    "cancel-outside-transaction": _("取消结束事件只能放在事务子流程里。"),
    "cancel-without-catcher": _("事务子流程上没有接住取消的边界事件。"),
    "compensation-activity-unknown": _("要补偿的活动不存在。"),
    "compensation-handler-in-flow": _("补偿活动不能接在正常流向里。"),
    "compensation-without-handler": _("补偿边界事件没有连到补偿活动。"),
    "condition-missing": _("条件事件没有写条件。"),
    "default-flow-unknown": _("默认流向“%(flow)s”不存在。"),
    "event-definition-unknown": _("引用的事件定义“%(reference)s”不存在。"),
    "event-gateway-without-event": _("事件网关后面至少要有一个事件。"),
    "event-mixed": _("一个事件里混用了不能放在一起的触发方式。"),
    "event-not-executable-here": _("这个位置不能执行这类事件。"),
    "event-sub-process-in-flow": _("事件子流程不能接在流向里。"),
    "event-sub-process-transaction": _("事件子流程不能同时是事务。"),
    "event-without-definition": _("事件没有写明由什么触发。"),
    "flow-after-event-gateway": _("事件网关后面的事件只能从网关进入。"),
    "flow-crosses-scope": _("流向越过了子流程的边界。"),
    "flow-end-unknown": _("流向的一端不存在。"),
    "flow-into-boundary": _("流向不能进入边界事件。"),
    "flow-into-start": _("流向不能进入开始事件。"),
    "flow-out-of-end": _("结束事件后面不能再有流向。"),
    "flow-without-condition": _("网关出来的流向没有条件，也不是默认流向。"),
    "id-missing": _("有一个元素没有编号。"),
    "id-used-twice": _("编号重复使用。"),
    "link-caught-twice": _("链接“%(link)s”有两个入口。"),
    "link-with-flow": _("链接事件不能同时接流向。"),
    "link-without-source": _("链接“%(link)s”没有出发处。"),
    "link-without-target": _("链接“%(link)s”没有到达处。"),
    "loop-maximum-not-positive": _("循环次数上限必须是正数。"),
    "loop-without-end": _("循环没有结束条件。"),
    "message-missing": _("消息事件没有写明是哪条消息。"),
    "message-unknown": _("引用的消息“%(reference)s”不存在。"),
    "multi-instance-without-one-count": _("多实例活动要写明一份名单或一个次数。"),
    "must-interrupt": _("这类事件必须中断所在的活动。"),
    "not-understood": _("引擎读不懂这一处：%(problem)s。"),
    "scope-without-start": _("子流程没有开始的地方。"),
    "several-executable-processes": _("文件里有多个可执行流程，只能有一个。"),
    "several-plain-starts": _("流程有多个普通开始事件，只能有一个。"),
    "several-timers-in-event": _("一个事件里写了多个定时。"),
    "timer-missing": _("定时事件没有写时间。"),
    "timer-unreadable": _("定时“%(text)s”读不懂。"),
    "token-quantity-not-positive": _("令牌数量必须是正数。"),
    "unreachable-node": _("走不到这个元素。"),
    "unknown-form": _("用到的表单“%(key)s”不在流程库里。请先上传表单。"),
    "unknown-decision": _("用到的决策表“%(key)s”不在流程库里。请先上传决策表。"),
    "unknown-process": _("被调用的流程“%(key)s”不在流程库里。请先上传那个流程。"),
    "process-renamed": _("流程编号变了，必须仍是“%(process)s”。"),
    # Decisions.
    "decision-circle": _("决策“%(decision)s”需要它自己的结果，成了一个圈。"),
    "decision-columns": _("这一行的格数与表头不一致。"),
    "decision-empty": _("这里没有内容。"),
    "decision-external": _("不能调用外部函数（%(kind)s）。"),
    "decision-hit-policy": _("不认识的命中规则“%(policy)s”。"),
    "decision-import": _("引入的模型“%(namespace)s”不在这里。"),
    "decision-language": _("只支持 FEEL，不支持“%(language)s”。"),
    "decision-reference": _("引用“%(href)s”指向不存在的决策。"),
    "decision-text": _("表达式写错了：%(problem)s。"),
    "decision-twice": _("编号“%(id)s”用了两次。"),
    "decision-type": _("不认识的类型“%(type)s”。"),
    "table-gap": _("有的情况没有任何一行命中，例如 %(example)s。"),
    "table-overlap": _("第 %(rules)s 行会同时命中，例如 %(example)s。"),
    "table-rule-hidden": _("第 %(row)s 行永远轮不到，前面的行已经全部覆盖。"),
    "table-not-analysed": _("这张表太复杂，没有检查缺漏和重叠。"),
}


def found_words(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings for the templates, errors before warnings."""
    rows = [
        {
            "element": finding.element,
            "text": sentence(finding),
            "severity": finding.severity,
            **_severity(finding),
        }
        for finding in findings
    ]
    return sorted(rows, key=lambda row: row["severity"] is not Severity.ERROR)


def _severity(finding: Finding) -> dict[str, str]:
    if finding.severity is Severity.ERROR:
        return {"word": gettext("必须改正"), "tone": "bad"}
    return {"word": gettext("请留意"), "tone": "warn"}


def sentence(finding: Finding) -> str:
    """One finding as a sentence in the language of the page."""
    known = FORM_WORDS.get(finding.rule) or WORDS.get(finding.rule)
    if known is None or (finding.rule in LINT_WORDS and not _of_pins(finding)):
        return lint.words(finding, web_session.language())
    return str(known) % _Told(finding.fields)


def _of_pins(finding: Finding) -> bool:
    """A missing form or decision found while pinning carries only its key."""
    return set(finding.fields) == {"key"}


class _Told(dict[str, object]):
    """Field values as text; a missing one stays empty."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        super().__init__({key: _told(value) for key, value in fields.items()})

    def __missing__(self, key: str) -> str:
        return ""


def _told(value: object) -> object:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {each}" for name, each in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(str(each) for each in value)
    return value
