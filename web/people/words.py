"""What is wrong with an entry about people, field by field, in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

#: Code of a problem to its words.
PROBLEMS: Mapping[str, LazyString] = {
    "required": _("这一项必须填写。"),
    "username": _("3 到 40 个小写字母、数字、点或连字符，首尾是字母或数字。"),
    "taken": _("这个用户名已经有人使用。"),
    "role-not-here": _("这类单位没有这个岗位。"),
    "before-since": _("结束要晚于开始。"),
    "date": _("请按 年-月-日 填写，例如 2026-08-25。"),
    "moment": _("请填写日期和时刻，例如 2026-08-25 和 18:30。"),
    "duty-length": _("结束要晚于开始，一次值班最长 48 小时。"),
    "no-post-here": _("这位同事当时在本单位没有岗位，不能排班。"),
    "absence-overlap": _("这段时间已经登记过请假。"),
    "absence-length": _("请假最长 200 天，更长请改岗位。"),
    "same-person": _("代班人不能是本人。"),
    "no-shared-post": _("这位同事没有相同的岗位，不能代班。"),
    "substitute-away": _("这位同事那段时间也请假。"),
    "password-wrong": _("现在的密码不对。"),
    "password-short": _("新密码至少要 8 个字符。"),
    "password-same": _("新密码不能和现在的一样。"),
    "password-differs": _("两次输入的新密码不一样。"),
}


def problem_words(code: str) -> str:
    """The words of a problem."""
    return str(PROBLEMS.get(code, PROBLEMS["required"]))
