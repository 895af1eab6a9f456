"""One line of the inbox in words, the same on every page that lists tasks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine import clock
from web.rendering.act_marks import act_marks
from web.rendering.due import due_of
from web.rendering.names import category_words, department_words, name_of, process_words
from web.wording.texts import format_datetime
from web.wording.texts import gettext as _
from workflows.deadlines.models import DeadlineRow
from workflows.inbox import InboxRow
from workflows.people import directory

#: Priority of a task that somebody put forward by hand.
_FORWARD = 4


def row_words(
    session: Session, row: InboxRow, deadline: DeadlineRow | None, *, current: bool = False
) -> dict[str, Any]:
    """One row for `parts/rows.html`."""
    task = row.task
    claimable = task.assignee is None
    return {
        "id": task.id,
        "url": url_for("tasks.page", task_id=task.id),
        "title": name_of(task),
        "context": context_words(row),
        "number": row.case.number or _("还没有编号") if row.case else "",
        "risk": row.case.risk.value if row.case else "none",
        "due": due_of(session, task.tenant, task.due_at, deadline, emergency=task.priority == 0),
        "holder": _("我") if row.mine else task.assignee_name or _("待领"),
        "holder_key": task.assignee or "pool",
        "current": current,
        "claim_url": url_for("tasks.claim", task_id=task.id) if claimable else "",
        "marks": marks(session, row),
    }


def marks(session: Session, row: InboxRow) -> list[str]:
    """Short words about a task: for whom, put forward, watched, and the days laid on it."""
    task, mark = row.task, row.mark
    words = []
    if task.instead_of:
        name = directory.name_of(session, task.tenant, task.instead_of)
        words.append(_("代%(name)s办", name=name))
    if task.priority == _FORWARD:
        words.append(_("优先"))
    if row.watched:
        words.append(_("关注"))
    if mark and mark.follow_up_at:
        words.append(_("%(day)s跟进", day=_day(mark.follow_up_at)))
    if mark and mark.snoozed_until and mark.snoozed_until > clock.now():
        words.append(_("稍后到%(day)s", day=_day(mark.snoozed_until)))
    return words


def _day(at: datetime) -> str:
    return format_datetime(at, _("M月d日"))


def context_words(row: InboxRow) -> str:
    """Whom and what it is about, without anything that must not be read here."""
    parts = [_(" 与 ").join(name for name in row.names if name)]
    if row.case is not None:
        parts.append(category_words(row.case.category_d) or process_words(row.task.process))
    if row.task.item:
        parts.append(department_words(row.task.item))
    parts += act_marks(row.standing)
    return " ・ ".join(part for part in parts if part)
