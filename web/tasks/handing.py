"""A task from the pool into a hand and back: claim, undo of a claim, release."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from engine import tasks
from engine.errors import Conflict
from web.rendering import flash
from web.rendering.fragments import beside_list, go
from web.session import actor, runtime
from web.tasks.door import blueprint
from web.tasks.moved import moved_words
from web.tasks.showing import require_readable
from web.tasks.views import answer
from web.wording.texts import gettext as _
from workflows.cases import work


@blueprint.post("/<task_id>/claim")
def claim(task_id: str) -> ResponseReturnValue:
    """Take a task and open it; who was slower learns in place who has it and since when."""
    try:
        with runtime().database.begin() as session:
            row = require_readable(session, actor(), task_id)
            work.claim(session, runtime().calls, actor(), task_id)
    except Conflict as refusal:
        with runtime().database.read_and_note() as session:
            row = require_readable(session, actor(), task_id)
            words = moved_words(session, row, refusal)
            return answer(session, row, status=409, words=words)
    return taken(task_id)


def taken(task_id: str) -> ResponseReturnValue:
    """The page of a task just claimed: beside the list, or as a page."""
    if not beside_list():
        return go(url_for("tasks.page", task_id=task_id))
    with runtime().database.read_and_note() as session:
        row = require_readable(session, actor(), task_id)
        return answer(session, row, claimed=True)


@blueprint.post("/<task_id>/unclaim")
def unclaim(task_id: str) -> ResponseReturnValue:
    """Undo a claim just made; the history keeps both."""
    with runtime().database.begin() as session:
        work.release(session, runtime().calls, actor(), task_id, _("领取后马上撤回"))
    flash(_("已撤回领取。"))
    return go(url_for("inbox.page"))


@blueprint.post("/<task_id>/release")
def release(task_id: str) -> ResponseReturnValue:
    """Give the task back with a reason."""
    reason = request.form.get("reason", "")
    try:
        with runtime().database.begin() as session:
            require_readable(session, actor(), task_id)
            work.release(session, runtime().calls, actor(), task_id, reason)
    except (tasks.ReasonMissing, Conflict, tasks.NotYours) as refusal:
        return _not_handed(task_id, refusal)
    flash(_("已退回待领。"))
    return go(url_for("inbox.page"))


def _not_handed(
    task_id: str, refusal: tasks.ReasonMissing | Conflict | tasks.NotYours
) -> ResponseReturnValue:
    """The task again with the reason why it stays where it is."""
    with runtime().database.read_and_note() as session:
        row = require_readable(session, actor(), task_id)
        status = 422 if isinstance(refusal, tasks.ReasonMissing) else 409
        words = moved_words(session, row, refusal) if status == 409 else _("请写明理由。")
        return answer(session, row, status=status, words=words)
