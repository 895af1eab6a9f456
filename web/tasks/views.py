"""One task: show it, re-fetch its fields, keep a draft, and finish it."""

from __future__ import annotations

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine import forms, tasks
from engine.errors import Conflict
from engine.models import TaskRow
from web.errors import status_of
from web.rendering import flash, instant
from web.rendering import page as signed_in_page
from web.rendering.fragments import asked_from, beside_list, fragment, go, is_fragment
from web.rendering.names import name_of
from web.session import actor, runtime
from web.tasks.continuing import next_page, take_next
from web.tasks.door import blueprint
from web.tasks.filling import Typed, is_edit, task_form, typed
from web.tasks.moved import changes, moved_words
from web.tasks.noting import take_note
from web.tasks.searching import SEARCHED, hits, recognised
from web.tasks.showing import require_readable, shown, sight_of_task, state
from web.wording.texts import gettext as _
from workflows.cases import work


@blueprint.get("/<task_id>")
def page(task_id: str) -> ResponseReturnValue:
    """The task with its form; reading it is logged when it shows sensitive fields."""
    take_note(task_id)
    with runtime().database.read_and_note() as session:
        return answer(session, require_readable(session, actor(), task_id))


def answer(
    session: Session,
    row: TaskRow,
    *,
    status: int = 200,
    invalid: forms.FormInvalid | None = None,
    words: str = "",
    keep: bool = False,
    claimed: bool = False,
) -> ResponseReturnValue:
    """The page of a task, or its article alone for the script; `keep` shows what is typed."""
    given = typed(tasks.form_of(session, row)) if keep else None
    task = shown(session, actor(), row, given=given, invalid=invalid)
    if words:
        task["notice"] = words
        task["changes"] = changes(session, actor(), row, sight_of_task(session, actor(), row))
    if not is_fragment():
        return signed_in_page(session, "tasks/page.html", active="inbox", task=task, status=status)
    beside = beside_list() or bool(request.form.get("_beside"))
    reply = fragment("tasks/detail.html", status, task=task, beside=beside, claimed=claimed)
    if beside_list():
        view = asked_from("view") or None
        reply.headers["HX-Push-Url"] = url_for("inbox.page", view=view, task=row.id)
    return reply


@blueprint.get("/<task_id>/now")
def now(task_id: str) -> ResponseReturnValue:
    """Who holds the task at this moment, for a page that heard of a change."""
    with runtime().database.read() as session:
        row = require_readable(session, actor(), task_id)
        return fragment("tasks/now.html", task=state(session, actor(), row))


@blueprint.post("/<task_id>/fields")
def fields(task_id: str) -> ResponseReturnValue:
    """The fields again for what is typed now: conditions may show or hide some."""
    given = _kept(task_id)
    with runtime().database.read_and_note() as session:
        row = require_readable(session, actor(), task_id)
        if not is_fragment():
            return answer(session, row, keep=True)
        form = task_form(session, actor(), row, given=given)
    url = url_for("tasks.fields", task_id=task_id)
    return fragment("tasks/fields.html", form=form, url=url)


def _kept(task_id: str) -> Typed:
    """What is typed; an edit by the holder is kept as a draft, before the form is composed."""
    with runtime().database.read_and_note() as session:
        row = require_readable(session, actor(), task_id)
        given = _with_the_same_person(session, typed(tasks.form_of(session, row)))
        held = row.assignee == actor().id
    if is_edit() and held:
        with runtime().database.begin() as session:
            tasks.save_draft(session, actor(), task_id, given.values)
    return given


def _with_the_same_person(session: Session, given: Typed) -> Typed:
    """After a hit was picked as the same person, what is known of them stands in the form."""
    result, _colon, number = request.form.get("_pick", "").partition(":")
    if result != "same_person":
        return given
    known = recognised(session, actor(), given.values, number)
    return Typed(values={**given.values, **known}, focus=given.focus)


@blueprint.post("/<task_id>/search")
def search(task_id: str) -> ResponseReturnValue:
    """Who has come before, for what is typed now: search before create."""
    with runtime().database.read() as session:
        row = require_readable(session, actor(), task_id)
        given = typed(tasks.form_of(session, row))
        found = hits(session, actor(), given.values, own_case=row.business_key)
        asked = any(given.values.get(key) for key in SEARCHED)
        return fragment("tasks/hits.html", found=found, task_id=task_id, asked=asked)


@blueprint.post("/<task_id>/draft")
def draft(task_id: str) -> ResponseReturnValue:
    """Keep what is typed; answers when it was kept."""
    with runtime().database.begin() as session:
        row = require_readable(session, actor(), task_id)
        if row.assignee not in {None, actor().id}:
            raise tasks.AlreadyClaimed(winner=row.assignee_name, at=row.claimed_at)
        given = typed(tasks.form_of(session, row))
        at = tasks.save_draft(session, actor(), task_id, given.values).saved_at
    return jsonify(at=instant(at))


@blueprint.post("/<task_id>/complete")
def complete(task_id: str) -> ResponseReturnValue:
    """Finish the task; an error keeps what was typed and names the field."""
    if is_edit():
        return fields(task_id)
    try:
        return _finished(task_id)
    except IntegrityError:
        # The same page was sent twice at one instant; the other one has committed by now, and its
        # stored reply answers this one.
        return _finished(task_id)


def _finished(task_id: str) -> ResponseReturnValue:
    try:
        with runtime().database.begin() as session:
            row = require_readable(session, actor(), task_id)
            work.complete(
                session, runtime().calls, actor(), task_id,
                typed(tasks.form_of(session, row)).values,
                key=request.form.get("idempotency_key", ""), version=_version(),
            )  # fmt: skip
            take_next(session, row)
            flash(_("已完成：%(name)s", name=name_of(row)))
    except (forms.FormInvalid, Conflict, tasks.NotYours) as refusal:
        return _refused(task_id, refusal)
    return go(next_page(row))


def _version() -> int | None:
    given = request.form.get("_version", "")
    return int(given) if given.isdecimal() else None


def _refused(
    task_id: str, refusal: forms.FormInvalid | Conflict | tasks.NotYours
) -> ResponseReturnValue:
    """The page again with everything typed, and why it was not written, by whom and when."""
    with runtime().database.read_and_note() as session:
        row = require_readable(session, actor(), task_id)
        invalid = refusal if isinstance(refusal, forms.FormInvalid) else None
        words = "" if invalid else moved_words(session, row, refusal)
        status = 409 if isinstance(refusal, tasks.NotYours) else status_of(refusal)
        return answer(session, row, status=status, invalid=invalid, words=words, keep=True)
