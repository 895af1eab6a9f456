"""The blueprint, and the words of what is wrong with an entry."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint

from web.wording.texts import LazyString
from web.wording.texts import lazy_gettext as _

blueprint = Blueprint("channels", __name__)

_PROBLEMS: Mapping[str, LazyString] = {
    "required": _("这一项必须填写。"),
    "name": _("请写一个名字，最多 40 个字。"),
    "address": _("请填写完整的邮箱地址，例如 name@example.cn。"),
    "time": _("请按 时:分 填写，例如 22:00；两个时间要一起填。"),
    "no-address": _("请粘贴机器人的完整地址，以 https:// 开头。"),
    "not-https": _("地址要以 https:// 开头。"),
    "host-not-listed": _("只能用企业微信或钉钉的机器人地址；内网地址要先由运维写进设置。"),
    "other-kind": _("这个地址属于另一种机器人。"),
    "no-key": _("地址里缺少机器人的密钥，请从群里重新复制。"),
}


def problem_words(problems: Mapping[str, str]) -> dict[str, str]:
    """Field to the words of what is wrong with it."""
    return {
        field: str(_PROBLEMS.get(code, _PROBLEMS["required"])) for field, code in problems.items()
    }
