"""What the inbox template reads: chips of the views with counts, and rows in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from web import session as web_session
from web.rendering.act_marks import act_marks
from web.rendering.due import deadlines_of, due_of
from web.rendering.names import (
    category_words,
    department_words,
    name_of,
    number_words,
    process_words,
)
from web.wording.texts import gettext as _
from workflows import inbox
from workflows.deadlines.models import DeadlineRow
from workflows.inbox import InboxRow, View


def listing(
    session: Session, actor: Actor, view: View, *, current: str = "", seen: Sequence[str] = ()
) -> dict[str, Any]:
    """The whole list of one view; `seen` are the rows that the page shows now."""
    end = end_of_today()
    counts = inbox.counts(session, actor, end_of_today=end)
    rows = inbox.rows(session, actor, view, end_of_today=end)
    deadlines = deadlines_of(session, [row.task for row in rows])
    gone = set(seen) - {row.task.id for row in rows}
    return {
        "view": view.value,
        "counts": {view: number_words(number) for view, number in counts.items()},
        "views": [_chip(each, words, counts, view) for each, words in _view_words()],
        "rows": [
            row_words(session, row, deadlines.get(row.task.id), current=row.task.id == current)
            for row in rows
        ],
        "taken": {
            task_id: name or _("您") for task_id, name in inbox.takers(session, actor, gone).items()
        },
        "url": url_for("inbox.fragment_of_rows", view=view.value),
        "next_url": url_for("inbox.claim_next"),
        "empty": _empty_words(view),
        "more": len(rows) >= inbox.MOST,
    }


def end_of_today() -> datetime:
    """The first instant of tomorrow in the station's zone."""
    here = clock.now().astimezone(web_session.runtime().settings.zone)
    return (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _view_words() -> list[tuple[View, str]]:
    return [
        (View.ALL, _("全部")), (View.POOL, _("待领")), (View.MINE, _("我的")),
        (View.TODAY, _("今天到期")), (View.OVERDUE, _("超期")),
    ]  # fmt: skip


def _empty_words(view: View) -> tuple[str, str]:
    """Nothing here: what that means, and what to do next."""
    return {
        View.ALL: (_("现在没有任务"), _("新任务到了会自动出现在这里。")),
        View.POOL: (_("没有待领的任务"), _("都有人在办。新任务到了会自动出现。")),
        View.MINE: (_("您手里没有任务"), _("可以从待领里领取最急的一件。")),
        View.TODAY: (_("今天没有到期的任务"), _("可以先看看其他任务。")),
        View.OVERDUE: (_("没有超期的任务"), _("都在期限以内。")),
    }[view]


def _chip(view: View, words: str, counts: dict[str, int], chosen: View) -> dict[str, Any]:
    number = counts["all" if view == View.ALL else view.value]
    return {
        "label": words, "count": number_words(number), "current": view == chosen,
        "url": url_for("inbox.page", view=view.value),
    }  # fmt: skip


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
    }


def context_words(row: InboxRow) -> str:
    """Whom and what it is about, without anything that must not be read here."""
    parts = [_(" 与 ").join(name for name in row.names if name)]
    if row.case is not None:
        parts.append(category_words(row.case.category_d) or process_words(row.task.process))
    if row.task.item:
        parts.append(department_words(row.task.item))
    parts += act_marks(row.standing)
    return " ・ ".join(part for part in parts if part)
