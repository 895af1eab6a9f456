"""Files of a case: add several, read one as a download, take a fresh one back.

The script sends one file a request and reads JSON; without it a form sends several and the answer
is a page that names each. What was stored before a file was refused, or a line broke, stays stored.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from web.cases.door import blueprint, guarded
from web.errors import status_of
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.rendering.attachments import attachments_card
from web.rendering.fragments import fragment, go
from web.session import actor, runtime, visitor
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.attachments import actions, queries
from workflows.attachments.kinds import BY_NAME
from workflows.attachments.models import Purpose
from workflows.attachments.rules import MEGABYTE, FileRefused, visible
from workflows.cases import files
from workflows.cases import queries as cases

#: Several files of a form without the script together.
LARGEST_FORM = 80 * MEGABYTE
#: A download runs nowhere: not here, not with our rights.
_SANDBOX = "sandbox; default-src 'none'"


@blueprint.url_value_preprocessor
def _allow_more(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Only people who are signed in may send more than a form holds, and only here."""
    if endpoint == "cases.attach" and visitor().actor is not None:
        request.max_content_length = LARGEST_FORM


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one file."""

    name: str
    #: Why it was not stored; "" when it was.
    words: str
    status: int = 200


@blueprint.get("/cases/<case_id>/files")
@guarded("files")
def attachments(case_id: str) -> ResponseReturnValue:
    """The list alone, for a page that heard of a change."""
    with runtime().database.read() as session:
        sight = cases.sight_on(session, actor(), case_id)
        case = files.load(session, actor().tenant, case_id)
        card = attachments_card(session, actor(), case, sight)
        return fragment("attachments/list.html", attachments=card)


@blueprint.post("/cases/<case_id>/files")
@guarded("files")
def attach(case_id: str) -> ResponseReturnValue:
    """Store each file once for its key and its bytes."""
    with runtime().database.read() as session:
        queries.require_may_add(session, actor(), case_id)
    sent = [one for one in request.files.getlist("file") if one.filename]
    outcomes = [_stored(case_id, one) for one in sent]
    if request.accept_mimetypes.best == "application/json":
        last = outcomes[-1] if outcomes else _nothing()
        return jsonify(name=last.name, words=last.words), last.status
    refused = [one for one in outcomes or [_nothing()] if one.words]
    if not refused:
        flash(_("已存 %(n)s 个文件。", n=len(outcomes)))
        return go(_back(case_id))
    kept = [one for one in outcomes if not one.words]
    with runtime().database.read() as session:
        return signed_in_page(
            session, "attachments/outcome.html", active="cases", refused=refused, kept=kept,
            back=_back(case_id), status=refused[0].status,
        )  # fmt: skip


def _nothing() -> Outcome:
    return Outcome(name="", words=_("没有选择文件。"), status=422)


def _back(case_id: str) -> str:
    task = request.form.get("task", "")
    if task:
        return url_for("tasks.page", task_id=task, _anchor="attachments")
    return url_for("cases.case", case_id=case_id, _anchor="attachments")


def _stored(case_id: str, sent: FileStorage) -> Outcome:
    content, name = sent.stream.read(), sent.filename or ""
    # The key of a page counts for each content once: chosen again after "back", another file of
    # the same page is another file.
    given = request.form.get("idempotency_key", "")
    key = f"{given}:{hashlib.sha256(content).hexdigest()[:32]}" if given else ""
    with runtime().database.read() as session:
        if actions.was_sent(session, actor(), key):
            return Outcome(name=visible(name), words="")
    vault = runtime().vault
    try:
        prepared = actions.prepare(vault, actor().tenant, name, sent.mimetype or "", content)
    except FileRefused as refusal:
        return Outcome(name=visible(name), words=refusal_words(refusal), status=status_of(refusal))
    with runtime().database.begin() as session:
        actions.attach(
            session, actor(), case_id, prepared, purpose=_purpose(), key=key,
            task_id=request.form.get("task") or None,
        )  # fmt: skip
    return Outcome(name=prepared.name, words="")


def _purpose() -> Purpose:
    """What the files are for; the stricter one when it is not said."""
    given = request.form.get("purpose", "")
    return Purpose.OTHER if given == Purpose.OTHER.value else Purpose.EVIDENCE


@blueprint.get("/cases/<case_id>/files/<file_id>")
@guarded("file")
def attachment(case_id: str, file_id: str) -> ResponseReturnValue:
    """One file as a download; the reading is logged before the first byte leaves."""
    vault = runtime().vault
    with runtime().database.read_and_note() as session:
        row = queries.opened(session, actor(), case_id, file_id)
        content = vault.open(row.tenant, row.id)
        name, kind, size = str(row.about["name"]), BY_NAME[row.kind], row.size
    answer = Response(content, mimetype=kind.media, direct_passthrough=True)
    answer.content_length = size
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Security-Policy"] = _SANDBOX
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/cases/<case_id>/files/<file_id>/back")
@guarded("file")
def take_back(case_id: str, file_id: str) -> ResponseReturnValue:
    """Take back a file that I have just added; its bytes go once its row says so."""
    with runtime().database.begin() as session:
        actions.take_back(session, actor(), case_id, file_id)
    runtime().vault.forget(actor().tenant, file_id)
    flash(_("已撤回，文件内容已删除。"))
    return go(_back(case_id))
