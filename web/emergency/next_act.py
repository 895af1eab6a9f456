"""What will happen by itself next, and when: the strip on the board that nobody may overlook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from engine import clock
from engine.models import TimerRow, TimerState
from web import session as web_session
from web.emergency.departments import ACKNOWLEDGE, CLOSE
from web.emergency.incidents import Incident
from web.rendering.names import department_words

#: Timer to what it does; `%(who)s` is the department.
ACTS: Mapping[str, LazyString] = {
    "acknowledgement-late-1": lazy_gettext("%(who)s未签收：换渠道重发，并派人电话催签"),
    "acknowledgement-late-2": lazy_gettext("%(who)s未签收：自动报其负责人和值班领导"),
    "acknowledgement-late-3": lazy_gettext("%(who)s未签收：由值班领导指定替代单位"),
    "grade-overdue": lazy_gettext("未定级：自动报值班领导"),
    "street-report-overdue": lazy_gettext("未电话报街道：自动督促"),
    "county-report-overdue": lazy_gettext("未电话报县里：自动督促"),
    "written-report-overdue": lazy_gettext("书面快报未送：自动督促"),
    "follow-up-overdue": lazy_gettext("续报未送：自动督促"),
    "final-report-overdue": lazy_gettext("终报未送：自动督促"),
    "report-overdue": lazy_gettext("强制报告无编号：自动报站长和值班领导"),
}
#: Nearer than this, the strip is hot.
_HOT = timedelta(minutes=30)


def next_act(incident: Incident, *, only_for: frozenset[str] | None = None) -> dict[str, Any]:
    """The next automatic act for `parts/board.html`; a liaison hears of the own unit's alone."""
    armed = [
        row
        for row in incident.timers
        if row.state == TimerState.ARMED and (only_for is None or _about(incident, row) in only_for)
    ]
    if not incident.running:
        return {"text": _("联动已经结束"), "hot": False}
    if not armed:
        return {"text": _without_clock(incident), "hot": False}
    soonest = min(armed, key=lambda row: (row.due_at, row.id))
    left = soonest.due_at - clock.now()
    return {
        "text": _("再过"), "hot": left < _HOT,
        "due": {
            "text": _span(left), "due_ms": int(soonest.due_at.timestamp() * 1000),
            "iso": soonest.due_at.isoformat(), "tick": True,
        },
        "after": _act(incident, soonest),
    }  # fmt: skip


def _without_clock(incident: Incident) -> str:
    """What people must do where no clock acts for them."""
    if not incident.row.severity:
        return str(_("没有自动动作；等待值班领导确认等级"))
    return str(_("没有自动动作；全部部门办结后可以解除"))


def _act(incident: Incident, timer: TimerRow) -> str:
    """What the timer does, else what its deadline says at the end."""
    words = ACTS.get(timer.node)
    if words is not None:
        return " " + str(words) % {"who": department_words(_about(incident, timer))}
    for row in incident.deadlines:
        if timer.node in row.nodes and timer.anchor == row.anchor:
            english = web_session.language() == "en"
            return " " + (row.at_end_en if english else row.at_end_zh)
    goes_on = _("系统自动往下走")
    return f" {goes_on}"


def _about(incident: Incident, timer: TimerRow) -> str:
    """The department that a timer watches; "" for those that watch the station."""
    items = (
        task.item or task.unit
        for task in incident.tasks
        if task.node in {ACKNOWLEDGE, CLOSE} and task.anchor == timer.anchor
    )
    return next(items, "")


def _span(left: timedelta) -> str:
    """The words that the script will count down from."""
    seconds = max(0, int(left.total_seconds()))
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if hours:
        return str(_("%(h)s 小时 %(m)s 分", h=hours, m=minutes))
    return str(_("%(m)s 分 %(s)s 秒", m=minutes, s=seconds % 60))
