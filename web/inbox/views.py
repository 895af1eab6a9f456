"""The inbox: views with counts, a task beside the list, and the next task for me."""

from __future__ import annotations

import contextlib

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import tasks
from engine.errors import Refusal
from web.inbox.asking import asked
from web.inbox.door import blueprint
from web.inbox.listing import listing
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.rendering.fragments import beside_list, fragment, go
from web.rendering.shell import shell
from web.session import actor, runtime
from web.tasks.handing import taken
from web.tasks.noting import take_note
from web.tasks.showing import require_readable, shown
from web.wording.texts import gettext as _
from workflows import inbox
from workflows.cases import work


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The inbox is the first page."""
    return redirect(url_for("inbox.page"))


@blueprint.get("/inbox")
def page() -> ResponseReturnValue:
    """The list, and the task that the address names beside it."""
    current = request.args.get("task", "")
    if current:
        with contextlib.suppress(Refusal):
            take_note(current)
    with runtime().database.read_and_note() as session:
        question = asked(session, actor())
        found = listing(session, actor(), question, current=current)
        task = _beside(session, current) if current else None
        return signed_in_page(
            session, "inbox/page.html", inbox=found, task=task, beside=True,
            shell=shell(session, "inbox", numbers=found["numbers"]),
        )  # fmt: skip


def _beside(session: Session, task_id: str) -> dict[str, object] | None:
    """The task beside the list; one that is gone leaves the place empty."""
    try:
        row = require_readable(session, actor(), task_id)
        return shown(session, actor(), row)
    except Refusal:
        return None


@blueprint.get("/inbox/rows")
def fragment_of_rows() -> ResponseReturnValue:
    """The list alone, for a page that heard of a change; it says who took what vanished."""
    seen = request.headers.get("Rows-Seen", "").split(",")[: inbox.MOST]
    current = request.headers.get("Row-Current", "")
    with runtime().database.read() as session:
        question = asked(session, actor())
        found = listing(session, actor(), question, current=current, seen=seen)
    return fragment("inbox/rows.html", inbox=found, heard=True)


@blueprint.post("/inbox/next")
def claim_next() -> ResponseReturnValue:
    """Take the most urgent task of the pool; a lost race goes on to the one after."""
    with runtime().database.read() as session:
        wanted = [row.id for row in inbox.next_tasks(session, actor())]
    for task_id in wanted:
        if _won(task_id):
            return taken(task_id)
    words = _("待领里现在没有您可以领取的任务。")
    if beside_list():
        return fragment("inbox/nothing.html", words=words)
    flash(words)
    return go(url_for("inbox.page"))


def _won(task_id: str) -> bool:
    """Claim one task; being too late, or too close to a party, leads on to the next."""
    try:
        with runtime().database.begin() as session:
            work.claim(session, runtime().calls, actor(), task_id)
    except (tasks.AlreadyClaimed, tasks.AlreadyClosed, work.ConflictOfInterest):
        return False
    return True
