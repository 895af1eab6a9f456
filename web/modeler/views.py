"""Doors of the editor: its page, the drawing, saving, checking, comparing and publishing.

The script saves with the state that it has seen in `If-Match`; a state that somebody else has moved
on answers 409 with who and when, and nothing is written.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import definitions
from engine.database import new_id
from engine.errors import Finding, NotDeployable
from engine.models import DefinitionRow
from web.library.finding_words import found_words
from web.modeler import showing
from web.modeler.facts import facts
from web.modeler.words import script_words
from web.rendering import flash, instant
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording.texts import gettext as _
from workflows import diagram_drafts
from workflows.access import Permission, require
from workflows.diagram_drafts import DraftMoved, DraftRefused, NothingDrafted
from workflows.diagram_drafts.actions import MOST_BYTES
from workflows.people.directory import name_of

blueprint = Blueprint("modeler", __name__, url_prefix="/modeler")


def _active(session: Session, process: str) -> DefinitionRow:
    return definitions.active(session, actor().tenant, showing.PROCESS, process)


@blueprint.get("/<process>")
def page(process: str) -> ResponseReturnValue:
    """The editor with the draft, or with the version in use when nobody has begun one."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    with runtime().database.read() as session:
        active = _active(session, process)
        draft = diagram_drafts.draft_of(session, actor().tenant, process)
        return signed_in_page(
            session, "modeler/page.html", active="library",
            shown=showing.editor(session, active, draft), words=script_words(),
            facts=facts(session, actor().tenant, process),
        )  # fmt: skip


@blueprint.get("/<process>/source")
def source(process: str) -> ResponseReturnValue:
    """The drawing to go on with; its state in `ETag`."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    with runtime().database.read() as session:
        active = _active(session, process)
        draft = diagram_drafts.draft_of(session, actor().tenant, process)
        return _drawing(draft.source if draft else active.source, diagram_drafts.stamp_of(draft))


def _drawing(xml: bytes, stamp: str) -> Response:
    answer = make_response(xml)
    answer.mimetype = "application/xml"
    # What a supervisor has drawn may hold anything; no browser may run it in our name.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Content-Disposition"] = 'attachment; filename="draft.bpmn"'
    answer.headers["Cache-Control"] = "no-store"
    answer.set_etag(stamp)
    return answer


def _seen() -> str:
    return request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')


def _sent() -> bytes:
    """The drawing in the body; one byte more than allowed shows that it is too much."""
    return request.stream.read(MOST_BYTES + 1)


@blueprint.put("/<process>/draft")
def save(process: str) -> ResponseReturnValue:
    """Keep the drawing as the draft, over the state that the page has seen."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    try:
        with runtime().database.begin() as session:
            row = diagram_drafts.save(session, actor(), process, _sent(), seen=_seen())
    except DraftMoved as moved:
        return jsonify(_told(moved)), 409
    except NotDeployable as refusal:
        return jsonify({"findings": _findings(refusal.findings)}), 422
    stamp = diagram_drafts.stamp_of(row)
    answer = jsonify({"stamp": stamp, "at": instant(row.saved_at)})
    answer.set_etag(stamp)
    return answer


def _told(moved: DraftMoved) -> dict[str, str]:
    """Who moved the draft on and when; nobody is known when it is gone."""
    who, at = str(moved.fields["who"]), moved.fields["at"]
    if not who:
        return {"who": _("有人"), "at": _("刚才")}
    with runtime().database.read() as session:
        name = name_of(session, actor().tenant, who)
    return {"who": name, "at": instant(at)}  # type: ignore[arg-type]


def _findings(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    return [{"element": one["element"], "text": one["text"]} for one in found_words(findings)]


@blueprint.post("/<process>/check")
def check(process: str) -> ResponseReturnValue:
    """What the gate would say to this drawing now; nothing is written."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    sent = _sent()
    with runtime().database.begin() as session:
        _active(session, process)
        rehearsal = diagram_drafts.rehearse(session, actor(), process, sent)
    return jsonify(showing.verdict(rehearsal, sent))


@blueprint.get("/<process>/compare")
def compare(process: str) -> ResponseReturnValue:
    """Two versions, or the version in use and the draft with the button that publishes it."""
    require(actor(), Permission.DEFINITION_READ)
    old, new = request.args.get("old", ""), request.args.get("new", "")
    if old.isdecimal() and new.isdecimal():
        return _two_versions(process, int(old), int(new))
    require(actor(), Permission.DEFINITION_DEPLOY)
    with runtime().database.begin() as session:
        return _draft_page(session, process)


def _two_versions(process: str, old: int, new: int) -> ResponseReturnValue:
    with runtime().database.read() as session:
        one = showing.version(session, actor().tenant, process, old)
        other = showing.version(session, actor().tenant, process, new)
        shown = showing.comparison(session, one, new=other, draft=b"")
        return signed_in_page(
            session, "modeler/compare.html", active="library", shown=shown, draft=None
        )


def _draft_page(session: Session, process: str, *, status: int = 200) -> ResponseReturnValue:
    active = _active(session, process)
    draft = diagram_drafts.draft_of(session, actor().tenant, process)
    if draft is None:
        raise NothingDrafted(process=process)
    drawing = draft.source
    rehearsal = diagram_drafts.rehearse(session, actor(), process, drawing)
    verdict = showing.verdict(rehearsal, drawing)
    offered = {
        **verdict, "seen": diagram_drafts.stamp_of(draft), "over": active.version,
        "key": new_id(), "saved": showing.saved_words(session, draft),
        "outdated": showing.outdated(active, draft),
    }  # fmt: skip
    shown = showing.comparison(session, active, new=None, draft=drawing)
    return signed_in_page(
        session, "modeler/compare.html", active="library", shown=shown, draft=offered,
        status=status,
    )  # fmt: skip


@blueprint.post("/<process>/publish")
def publish(process: str) -> ResponseReturnValue:
    """Put the compared draft into use; a second press leads to the same version."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    over = request.form.get("over", "")
    try:
        with runtime().database.begin() as session:
            done = diagram_drafts.publish(
                session, actor(), process, seen=request.form.get("seen", ""),
                over=int(over) if over.isdecimal() else 0,
                key=request.form.get("idempotency_key", ""),
            )  # fmt: skip
    except DraftRefused:
        with runtime().database.begin() as session:
            return _draft_page(session, process, status=422)
    if done["new"]:
        flash(_("第 %(n)s 版已启用。在办案件仍按原来的版本办完。", n=done["version"]))
    else:
        flash(_("内容与现行第 %(n)s 版相同，没有产生新版本。", n=done["version"]))
    return redirect(url_for("library.definition", kind="process", key=process), code=303)


@blueprint.post("/<process>/discard")
def discard(process: str) -> ResponseReturnValue:
    """Throw the draft away; the version in use was never touched."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    with runtime().database.begin() as session:
        diagram_drafts.discard(session, actor(), process, seen=request.form.get("seen", ""))
    flash(_("草稿已丢弃，现行版本没有变动。"))
    return redirect(url_for("library.definition", kind="process", key=process), code=303)
