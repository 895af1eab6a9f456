"""Where each notified department stands, and the limit that runs for it.

The standing is in the notice row; the limit that runs (H08, three of them) is the timer on the task
to acknowledge; the tasks about the department lead to what people can do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.models import TaskRow, TaskStatus, TimerRow, TimerState
from web.emergency.incidents import Incident
from workflows.emergency_linkage.models import IncidentNoticeRow
from workflows.emergency_linkage.rules import NoticeState, notice_state

ACKNOWLEDGE, CLOSE = "acknowledge-notice", "close-department-item"
CALL, SUBSTITUTE = "call-department", "assign-substitute"
#: The three limits in their order.
LIMITS = ("acknowledgement-late-1", "acknowledgement-late-2", "acknowledgement-late-3")

#: Whoever keeps people waiting comes first.
_ORDER = (
    NoticeState.SENT, NoticeState.WANTED, NoticeState.OBJECTED, NoticeState.ACKNOWLEDGED,
    NoticeState.ARRIVED, NoticeState.CLOSED, NoticeState.SUBSTITUTED, NoticeState.RELEASED,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Department:
    """One notified department of one incident."""

    notice: IncidentNoticeRow
    state: NoticeState
    #: The next limit, while nobody has acknowledged.
    due_at: datetime | None
    #: Where the present stretch began: the sending, or the limit before.
    stretch_from: datetime
    #: Open tasks about it, by node.
    open: dict[str, TaskRow]


def departments(incident: Incident) -> list[Department]:
    """Every notified department, those that keep people waiting first."""
    found = [_department(incident, notice) for notice in incident.notices]
    return sorted(found, key=lambda one: (_ORDER.index(one.state), -one.notice.rung))


def _department(incident: Incident, notice: IncidentNoticeRow) -> Department:
    tasks = {
        task.node: task
        for task in incident.tasks
        if task.status == TaskStatus.OPEN and notice.department in {task.item, task.unit}
    }
    limits = _limits(incident, tasks.get(ACKNOWLEDGE))
    passed = [row.due_at for row in limits if row.state == TimerState.FIRED]
    ahead = [row.due_at for row in limits if row.state == TimerState.ARMED]
    sent = notice.sent_at or notice.wanted_at
    return Department(
        notice=notice, state=notice_state(notice), due_at=min(ahead, default=None),
        stretch_from=max(passed, default=sent), open=tasks,
    )  # fmt: skip


def _limits(incident: Incident, task: TaskRow | None) -> list[TimerRow]:
    if task is None:
        return []
    return [row for row in incident.timers if row.anchor == task.anchor and row.node in LIMITS]
