"""One task: show it, re-fetch its fields, keep a draft, complete, release, reassign."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import forms, tasks
from engine.errors import Conflict
from engine.models import TaskRow
from web.errors import status_of
from web.rendering import flash, instant
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.tasks.showing import form_view, require_readable, shown
from web.wording import refusal_words
from workflows.cases import work

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")


@blueprint.get("/<task_id>")
def page(task_id: str) -> ResponseReturnValue:
    """The task with its form; reading it is logged when it shows sensitive fields."""
    with runtime().database.begin() as session:
        row = require_readable(session, actor(), task_id)
        return _page(session, row)


def _page(
    session: Session,
    row: TaskRow,
    *,
    status: int = 200,
    typed: Any = None,
    invalid: forms.FormInvalid | None = None,
    words: str = "",
) -> ResponseReturnValue:
    task = shown(session, actor(), row, typed=typed, invalid=invalid)
    if words:
        task["notice"], task["tone"] = words, "warn"
    return signed_in_page(session, "tasks/page.html", active="inbox", task=task, status=status)


@blueprint.post("/<task_id>/fields")
def fields(task_id: str) -> ResponseReturnValue:
    """The fields again for what is typed now: conditions may show or hide some."""
    with runtime().database.read() as session:
        row = require_readable(session, actor(), task_id)
        view = form_view(session, actor(), row, typed=_typed(session, row))
    return make_response(
        render_template(
            "tasks/fields.html", form=view, url=url_for("tasks.fields", task_id=task_id)
        )
    )


def _typed(session: Session, row: TaskRow) -> dict[str, Any]:
    form = tasks.form_of(session, row)
    if form is None:
        return {}
    return dict(forms.gather(form, list(request.form.items(multi=True))))


@blueprint.post("/<task_id>/draft")
def draft(task_id: str) -> ResponseReturnValue:
    """Keep what is typed; answers when it was kept."""
    with runtime().database.begin() as session:
        row = require_readable(session, actor(), task_id)
        kept = tasks.save_draft(session, actor(), task_id, _typed(session, row))
        at = kept.saved_at
    return jsonify(at=instant(at))


@blueprint.post("/<task_id>/complete")
def complete(task_id: str) -> ResponseReturnValue:
    """Finish the task; an error keeps what was typed and names the field."""
    try:
        with runtime().database.begin() as session:
            row = require_readable(session, actor(), task_id)
            work.complete(
                session, runtime().calls, actor(), task_id, _typed(session, row),
                key=request.form.get("idempotency_key", ""), version=_version(),
            )  # fmt: skip
    except (forms.FormInvalid, Conflict) as refusal:
        return _kept(task_id, refusal)
    flash(_("已完成：%(name)s", name=row.name))
    return redirect(_after(row), code=303)


def _version() -> int | None:
    given = request.form.get("_version", "")
    return int(given) if given.isdecimal() else None


def _kept(task_id: str, refusal: forms.FormInvalid | Conflict) -> ResponseReturnValue:
    """The page again with everything typed, and why it was not written."""
    with runtime().database.read() as session:
        row = require_readable(session, actor(), task_id)
        invalid = refusal if isinstance(refusal, forms.FormInvalid) else None
        return _page(
            session, row, status=status_of(refusal), typed=_typed(session, row), invalid=invalid,
            words="" if invalid else refusal_words(refusal),
        )  # fmt: skip


def _after(row: TaskRow) -> str:
    """Back to the inbox, or on to the next task of the same case that is mine."""
    with runtime().database.read() as session:
        following = work.next_of_case(session, actor(), row.business_key)
        return (
            url_for("tasks.page", task_id=following.id) if following else url_for("inbox.page")
        )


@blueprint.post("/<task_id>/release")
def release(task_id: str) -> ResponseReturnValue:
    """Give the task back with a reason."""
    with runtime().database.begin() as session:
        work.release(session, runtime().calls, actor(), task_id, request.form.get("reason", ""))
    flash(_("已退回待领。"))
    return redirect(url_for("inbox.page"), code=303)


@blueprint.post("/<task_id>/reassign")
def reassign(task_id: str) -> ResponseReturnValue:
    """Give the task to a colleague with a reason."""
    with runtime().database.begin() as session:
        row = work.reassign(
            session, runtime().calls, actor(), task_id, request.form.get("person", ""),
            request.form.get("reason", ""),
        )  # fmt: skip
    flash(_("已转给 %(name)s。", name=row.assignee_name or ""))
    return redirect(url_for("inbox.page"), code=303)


@blueprint.route("/acts/<subscription_id>", methods=["GET", "POST"])
def act(subscription_id: str) -> ResponseReturnValue:
    """The form of a button of the case, such as "risk rises", and its sending."""
    from web.tasks.acting import act_page, send

    return send(subscription_id) if request.method == "POST" else act_page(subscription_id)
