"""The words for codes: what a refusal says to a person, in the language of the page.

Chinese is the source text, the catalogue holds the English. A code without words here fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask_babel import format_datetime, lazy_gettext
from flask_babel.speaklater import LazyString

from engine.errors import Refusal

_ = lazy_gettext

REFUSALS: Mapping[str, LazyString] = {
    "refused": _("这一步没有办成，什么都没有改动。"),
    "not-found": _("没有找到，或者您无权查看。"),
    "denied": _("以您现在的身份不能这样做。"),
    "conflict": _("情况已经变了，请刷新后再看。"),
    "invalid": _("填写的内容有问题，请检查。"),
    "not-signed-in": _("请先登录。"),
    "forged-request": _("页面停留太久了。请刷新后再提交，已填的内容还在。"),
    "sign-in-refused": _("用户名或密码不对。"),
    "sign-in-locked": _("密码错误次数过多，请在 %(until)s 以后再试。"),
    "password-too-short": _("密码至少要 %(least)s 个字符。"),
    "no-such-person": _("没有这个人员。"),
    "no-such-case": _("没有找到这个案件，或者您无权查看。"),
    "no-such-task": _("没有找到这件任务，或者它不在您的待领范围内。"),
    "no-such-instance": _("没有找到这个流程。"),
    "no-such-definition": _("流程库里没有“%(key)s”。"),
    "not-permitted": _("以您现在的身份不能这样做。"),
    "conflict-of-interest": _("您与本案当事人有关联，需要回避。"),
    "task-already-claimed": _("%(winner)s 已在 %(at)s 领取了这件任务。"),
    "task-already-closed": _("这件任务已经办结或取消了，没有写入任何内容。"),
    "task-not-yours": _("这件任务在 %(holder)s 手里。"),
    "task-stale": _("任务刚刚有变化。您填写的内容还在，请核对后再提交。"),
    "four-eyes": _("提出的人不能自己审批，请另一位同事办理。"),
    "reason-missing": _("请写明理由。"),
    "act-gone": _("案件已经走到下一步，这个操作不再适用。"),
    "instance-over": _("这个流程已经结束。"),
    "messages-in-a-circle": _("流程之间的消息互相触发，已停止，没有写入任何内容。"),
    "unknown-operation": _("流程图里的操作“%(operation)s”不存在。"),
    "idempotency-key-reused": _("这个页面已经提交过别的内容，请刷新后再试。"),
    "not-deployable": _("流程文件没有通过检查，共 %(count)s 处。"),
    "query-code-refused": _("查询码不对，请核对回执。"),
    "query-code-locked": _("输错次数过多，请在 %(until)s 以后再查。"),
    "key-missing": _("系统密钥不可用，请联系管理员。"),
    "protected-value-tampered": _("有一项保密信息无法读取，请联系管理员。"),
    "bad-setting": _("系统设置有误，请联系管理员。"),
}


def refusal_words(refusal: Refusal) -> str:
    """A refusal in the words of the page's language; a code without words gets its kind's."""
    words = next(
        (REFUSALS[kind.code] for kind in type(refusal).__mro__ if _code(kind) in REFUSALS),
        REFUSALS["refused"],
    )
    return str(words) % _Shown(refusal.fields)


def _code(kind: type) -> str:
    return str(vars(kind).get("code", ""))


class _Shown(dict[str, object]):
    """Field values as people read them; a missing one stays empty."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        super().__init__({key: _shown(value) for key, value in fields.items()})

    def __missing__(self, key: str) -> str:
        return ""


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return format_datetime(value, "M-d HH:mm")
    return "" if value is None else value


FIELD_ERRORS: Mapping[str, LazyString] = {
    "required": _("这一项必须填写。"),
}


def field_error_words(code: str, fields: Mapping[str, object]) -> str:
    """What is wrong with one field; a rule of the form itself brings its own words."""
    own = fields.get("text")
    words = FIELD_ERRORS.get(code)
    if words is None:
        return str(own or _("请检查这一项。"))
    return str(words) % _Shown(fields)
