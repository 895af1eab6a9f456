"""What happens in an emergency only, as sentences without their subject; beside `web.wording`."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

#: Tag of a fact to its words, where `web.wording.HISTORY` has none.
TOLD: Mapping[str, LazyString] = {
    "emergency-services:called": _("拨打 110、120"),
    "false-alarm:suspected": _("报告疑似误报"),
    "stand-down:refused": _("还不能解除响应"),
    "incident:stood-down": _("解除响应"),
    "incident:false-alarm": _("确认为误报，结束"),
    "incident:handed-over": _("整体移交"),
    "safety-plan:made": _("制定安全计划"),
}

#: Kind of a report up the chain to its words.
REPORTS: Mapping[str, LazyString] = {
    "street": _("首报（电话报街道）"),
    "county": _("首报（电话报县里）"),
    "written": _("书面信息快报"),
    "follow_up": _("续报"),
    "final": _("终报"),
    "mandatory": _("强制报告"),
}
