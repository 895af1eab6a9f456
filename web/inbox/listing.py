"""What the inbox template reads: chips of the views with counts, and rows in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.models import TaskRow
from web import session as web_session
from web.rendering.due import deadlines_of, due_of
from workflows import inbox
from workflows.deadlines.models import DeadlineRow
from workflows.inbox import InboxRow, View


def listing(session: Session, actor: Actor, view: View, *, current: str = "") -> dict[str, Any]:
    """The whole list of one view."""
    end = end_of_today()
    counts = inbox.counts(session, actor, end_of_today=end)
    rows = inbox.rows(session, actor, view, end_of_today=end)
    deadlines = deadlines_of(session, [row.task for row in rows])
    return {
        "counts": counts,
        "views": [_chip(each, words, counts, view) for each, words in _view_words()],
        "rows": [
            row_words(session, row, deadlines.get(row.task.id), current=row.task.id == current)
            for row in rows
        ],
        "url": url_for("inbox.fragment", view=view.value, current=current or None),
        "next_url": url_for("inbox.claim_next"),
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


def _chip(view: View, words: str, counts: dict[str, int], chosen: View) -> dict[str, Any]:
    number = counts["all" if view == View.ALL else view.value]
    return {
        "label": words, "count": number, "current": view == chosen,
        "url": url_for("inbox.page", view=view.value),
    }  # fmt: skip


def task_name(task: TaskRow) -> str:
    """The name of a task in the page's language."""
    english = web_session.language() == "en" and task.name_en
    return task.name_en if english else task.name


def row_words(
    session: Session, row: InboxRow, deadline: DeadlineRow | None, *, current: bool = False
) -> dict[str, Any]:
    """One row for `parts/rows.html`."""
    task = row.task
    claimable = task.assignee is None
    return {
        "id": task.id,
        "url": url_for("tasks.page", task_id=task.id),
        "title": task_name(task),
        "context": context_words(row),
        "number": row.case.number if row.case else "",
        "risk": row.case.risk.value if row.case else "none",
        "due": due_of(session, task.tenant, task.due_at, deadline),
        "holder": _holder(row),
        "holder_key": task.assignee or "pool",
        "current": current,
        "claim_url": url_for("inbox.claim", task_id=task.id) if claimable else "",
    }


def _holder(row: InboxRow) -> str:
    if row.mine:
        return _("我")
    return row.task.assignee_name or _("待领")


def context_words(row: InboxRow) -> str:
    """Whom and what it is about, without anything that must not be read here."""
    parts = [_(" 与 ").join(name for name in row.names if name)]
    if row.case is not None:
        parts.append(category_words(row.case.category_d))
    if row.task.item:
        parts.append(unit_words(row.task.item))
    return " ・ ".join(part for part in parts if part)


def category_words(code: str) -> str:
    """A category of the women's federation list in words."""
    if not code:
        return ""
    codes = web_session.runtime().codes["categories-d"]
    return codes[code].name(web_session.language()) if code in codes else code


def unit_words(department: str) -> str:
    """A department in words."""
    known = web_session.runtime().departments
    return known[department].name(web_session.language()) if department in known else department
