"""The inbox: views with counts, claim with the winner's name, and the next task for me."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import tasks
from engine.models import TaskRow
from web.inbox import listing
from web.rendering import flash, page as signed_in_page
from web.session import actor, runtime
from workflows import inbox
from workflows.cases import work
from workflows.inbox import View

blueprint = Blueprint("inbox", __name__)


def _view() -> View:
    text = request.values.get("view", "")
    return View(text) if text in set(View) else View.ALL


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The inbox is the first page."""
    return redirect(url_for("inbox.page"))


@blueprint.get("/inbox")
def page() -> ResponseReturnValue:
    """The list, with the first task beside it on a wide screen."""
    with runtime().database.read() as session:
        return _list(session, "inbox/page.html")


@blueprint.get("/inbox/rows")
def fragment() -> ResponseReturnValue:
    """The list alone, for a page that heard of a change."""
    with runtime().database.read() as session:
        return _list(session, "inbox/rows.html")


def _list(session: Session, template: str) -> ResponseReturnValue:
    view = _view()
    current = request.args.get("current", "")
    found = listing.listing(session, actor(), view, current=current)
    return signed_in_page(session, template, active="inbox", inbox=found, view=view.value)


@blueprint.post("/tasks/<task_id>/claim")
def claim(task_id: str) -> ResponseReturnValue:
    """Take a task and open it."""
    with runtime().database.begin() as session:
        work.claim(session, runtime().calls, actor(), task_id)
    return redirect(url_for("tasks.page", task_id=task_id), code=303)


@blueprint.post("/inbox/next")
def claim_next() -> ResponseReturnValue:
    """Take the most urgent task of the pool; a lost race goes on to the one after."""
    for _attempt in range(5):
        with runtime().database.begin() as session:
            found = inbox.next_task(session, actor())
            if found is None:
                break
            if _won(session, found):
                return redirect(url_for("tasks.page", task_id=found.id), code=303)
    flash(_("待领池里现在没有任务。"))
    return redirect(url_for("inbox.page"), code=303)


def _won(session: Session, found: TaskRow) -> bool:
    try:
        work.claim(session, runtime().calls, actor(), found.id)
    except tasks.AlreadyClaimed:
        return False
    return True
