"""Comments of a case: read, say, change; and whom one may call."""

from __future__ import annotations

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import Conflict, Invalid
from web.cases.door import blueprint, guarded
from web.errors import status_of
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.rendering.comments import comments_card, unknown_words
from web.rendering.fragments import fragment, go, is_fragment
from web.session import actor, runtime
from web.wording import refusal_words
from workflows.access.policy import NoSuchCase
from workflows.cases import files
from workflows.cases import queries as cases
from workflows.cases.comments import actions
from workflows.cases.comments.queries import may_read
from workflows.cases.readers import readers_of


@blueprint.get("/cases/<case_id>/comments")
@guarded("comments")
def comments(case_id: str) -> ResponseReturnValue:
    """The list alone; opening the page was logged, and it is still the same reader."""
    return _card(case_id, "comments/list.html")


def _card(
    case_id: str, template: str, *, status: int = 200, typed: str = "", words: str = ""
) -> ResponseReturnValue:
    with runtime().database.read() as session:
        sight = cases.sight_on(session, actor(), case_id)
        case = files.load(session, actor().tenant, case_id)
        card = comments_card(
            session, actor(), case, sight, task_id=request.values.get("task", ""), typed=typed,
            words=words, logged=False,
        )  # fmt: skip
        if not card:
            raise NoSuchCase(case=case_id)
        if is_fragment():
            return fragment(template, status, comments=card)
        return signed_in_page(
            session, "comments/again.html", active="cases", comments=card, status=status,
            back=_back(case_id),
        )  # fmt: skip


@blueprint.post("/cases/<case_id>/comments")
@guarded("comments")
def say(case_id: str) -> ResponseReturnValue:
    """Leave a comment; a refusal keeps what was written."""
    text = request.form.get("text", "")
    try:
        with runtime().database.begin() as session:
            said = actions.say(
                session, actor(), case_id, text, task_id=request.form.get("task") or None,
                key=request.form.get("idempotency_key", ""),
            )  # fmt: skip
    except Invalid as refusal:
        return _card(
            case_id, "comments/card.html", status=status_of(refusal), typed=text,
            words=refusal_words(refusal),
        )  # fmt: skip
    return _said(case_id, said)


def _said(case_id: str, said: actions.Said) -> ResponseReturnValue:
    words = unknown_words(said.unknown)
    if is_fragment():
        return _card(case_id, "comments/card.html", words=words)
    if words:
        flash(words)
    return go(_back(case_id))


@blueprint.post("/cases/<case_id>/comments/<comment_id>")
@guarded("comments")
def change(case_id: str, comment_id: str) -> ResponseReturnValue:
    """Say it differently while it is fresh; what cannot be changed is offered to say anew."""
    text, version = request.form.get("text", ""), request.form.get("_version", "")
    try:
        with runtime().database.begin() as session:
            said = actions.change(
                session, actor(), case_id, comment_id, text,
                version=int(version) if version.isdecimal() else 0,
            )  # fmt: skip
    except (Invalid, Conflict, actions.CommentSettled) as refusal:
        return _card(
            case_id, "comments/card.html", status=status_of(refusal), typed=text,
            words=refusal_words(refusal),
        )  # fmt: skip
    return _said(case_id, said)


def _back(case_id: str) -> str:
    task = request.values.get("task", "")
    if task:
        return url_for("tasks.page", task_id=task, _anchor="comments")
    return url_for("cases.case", case_id=case_id, _anchor="comments")


@blueprint.get("/cases/<case_id>/people")
@guarded("comments")
def people_to_call(case_id: str) -> ResponseReturnValue:
    """Names of the colleagues who may see the case, for whoever writes an `@`."""
    with runtime().database.read() as session:
        if not may_read(actor(), cases.sight_on(session, actor(), case_id)):
            raise NoSuchCase(case=case_id)
        names = {one.name for one in readers_of(session, actor().tenant, case_id)}
    return jsonify(sorted(names))
