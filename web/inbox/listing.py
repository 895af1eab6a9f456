"""What the inbox template reads: chips of the views with counts, filters, and rows in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine.actors import Actor
from web.inbox.asking import Asked, end_of_today
from web.inbox.narrowing import panel
from web.rendering.due import deadlines_of
from web.rendering.names import number_words
from web.rendering.task_rows import row_words
from web.wording.texts import gettext as _
from workflows import inbox
from workflows.inbox import View, saved
from workflows.inbox.selecting import led_units

#: Views that stand in the row of chips only when they hold something, or are open.
_WHEN_FILLED = frozenset({View.SNOOZED, View.STANDING_IN, View.WATCHING})


def listing(
    session: Session, actor: Actor, question: Asked, *, current: str = "", seen: Sequence[str] = ()
) -> dict[str, Any]:
    """The whole list of one question; `seen` are the rows that the page shows now."""
    end = end_of_today()
    counts = inbox.counts(session, actor, end_of_today=end)
    page = inbox.rows(session, actor, question.wanted, end_of_today=end, after=question.after)
    deadlines = deadlines_of(session, [row.task for row in page.rows])
    gone = set(seen) - {row.task.id for row in page.rows}
    here = question.after.text() if question.after else ""
    return {
        "view": question.wanted.view.value,
        "first": question.after is None,
        "numbers": counts,
        "counts": {view: number_words(number) for view, number in counts.items()},
        "views": _chips(actor, question, counts),
        "saved": _saved(session, actor, question),
        "filter": panel(session, actor, question),
        "rows": [
            row_words(session, row, deadlines.get(row.task.id), current=row.task.id == current)
            for row in page.rows
        ],
        "taken": {
            task_id: name or _("您") for task_id, name in inbox.takers(session, actor, gone).items()
        },
        "url": question.url("inbox.fragment_of_rows", after=here),
        "first_url": question.url(),
        "next_page_url": question.url(after=page.after.text()) if page.after else "",
        "next_url": url_for("inbox.claim_next"),
        "empty": _empty_words(question),
        "words": question.words(after=here),
        "may_lead": bool(led_units(actor)),
    }


def _view_words() -> Mapping[View, str]:
    return {
        View.ALL: _("全部"), View.POOL: _("待领"), View.MINE: _("我的"),
        View.TODAY: _("今天到期"), View.OVERDUE: _("超期"), View.WATCHING: _("关注"),
        View.STANDING_IN: _("代班"), View.SNOOZED: _("稍后"), View.TEAM: _("团队"),
    }  # fmt: skip


def _chips(actor: Actor, question: Asked, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    found = []
    for view, words in _view_words().items():
        here = view == question.wanted.view and not question.saved
        empty = view in _WHEN_FILLED and not counts.get(view.value)
        if (empty and not here) or (view == View.TEAM and not led_units(actor)):
            continue
        found.append(
            {
                "label": words, "count": number_words(counts.get(view.value, 0)), "current": here,
                "url": url_for("inbox.page", view=view.value),
            }
        )  # fmt: skip
    return found


def _saved(session: Session, actor: Actor, question: Asked) -> list[dict[str, Any]]:
    """The saved views with what the reader may do to each."""
    return [
        {
            "id": row.id, "label": row.name, "current": row.id == question.saved,
            "url": url_for("inbox.page", saved=row.id), "own": row.owner_id == actor.id,
            "shared": row.shared, "forget_url": url_for("inbox.forget_view", view_id=row.id),
        }
        for row in saved.views_of(session, actor)
    ]  # fmt: skip


def _empty_words(question: Asked) -> tuple[str, str]:
    """Nothing here: what that means, and what to do next."""
    if question.wanted.narrowed or question.saved:
        return _("没有符合条件的任务"), _("可以去掉筛选条件再看。")
    return {
        View.ALL: (_("现在没有任务"), _("新任务到了会自动出现在这里。")),
        View.POOL: (_("没有待领的任务"), _("都有人在办。新任务到了会自动出现。")),
        View.MINE: (_("您手里没有任务"), _("可以从待领里领取最急的一件。")),
        View.TODAY: (_("今天没有到期的任务"), _("可以先看看其他任务。")),
        View.OVERDUE: (_("没有超期的任务"), _("都在期限以内。")),
        View.WATCHING: (_("没有关注的案件有任务"), _("打开一件任务，可以关注它的案件。")),
        View.TEAM: (_("团队现在没有任务"), _("新任务到了会自动出现在这里。")),
        View.SNOOZED: (_("没有放到稍后的任务"), _("可以先看看其他任务。")),
        View.STANDING_IN: (_("现在没有要代办的任务"), _("同事请假请您代班时，会出现在这里。")),
    }[question.wanted.view]  # fmt: skip
