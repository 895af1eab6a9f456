"""The process library: what there is, one of them with its versions and uses, and a new file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from engine import definitions
from engine.database import new_id
from engine.definitions import NoSuchDefinition
from engine.errors import Finding, NotDeployable
from engine.models import DefinitionKind, DefinitionRow
from web.library import drafts, showing
from web.library.changes import changes, parts_of
from web.library.finding_words import found_words
from web.library.shelf import draft_of, running_by_definition, version_of
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, language, runtime
from workflows.access import Permission, require

blueprint = Blueprint("library", __name__, url_prefix="/library")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Everything in the library."""
    require(actor(), Permission.DEFINITION_READ)
    kind = request.args.get("kind", DefinitionKind.PROCESS.value)
    with runtime().database.read() as session:
        shelf = showing.listing(session, actor(), kind if kind in set(DefinitionKind) else "")
        return signed_in_page(session, "library/page.html", active="library", library=shelf)


def _kind(text: str) -> DefinitionKind:
    if text not in set(DefinitionKind):
        raise NoSuchDefinition(kind=text, key="")
    return DefinitionKind(text)


@blueprint.get("/<kind>/<key>")
def definition(kind: str, key: str) -> ResponseReturnValue:
    """One diagram, decision or form: the version in use, or the one that `v` names."""
    require(actor(), Permission.DEFINITION_READ)
    version = request.args.get("v", "")
    with runtime().database.read() as session:
        if version.isdecimal():
            row = version_of(session, actor().tenant, _kind(kind), key, int(version))
        else:
            row = definitions.active(session, actor().tenant, _kind(kind), key)
        shown = showing.definition(session, actor(), row)
        return signed_in_page(session, "library/definition.html", active="library", shown=shown)


_SUFFIX = {
    DefinitionKind.PROCESS: ("bpmn", "application/xml"),
    DefinitionKind.DECISION: ("dmn", "application/xml"),
    DefinitionKind.FORM: ("json", "application/json"),
}


@blueprint.get("/<kind>/<key>/<int:version>/source")
def source(kind: str, key: str, version: int) -> ResponseReturnValue:
    """The author's file, byte for byte; always a download, never shown as a page."""
    require(actor(), Permission.DEFINITION_READ)
    with runtime().database.read() as session:
        row = version_of(session, actor().tenant, _kind(kind), key, version)
    return _file(row)


def _file(row: DefinitionRow) -> Response:
    suffix, mimetype = _SUFFIX[row.kind]
    answer = make_response(row.source)
    answer.mimetype = mimetype
    # A file that somebody uploaded may hold anything; no browser may run it in our name.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    name = f"{row.key}-v{row.version}.{suffix}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/upload", methods=["GET", "POST"])
def upload() -> ResponseReturnValue:
    """Choose a file; it is checked at once and nothing is written when it is refused."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    if request.method == "GET":
        with runtime().database.read() as session:
            return _upload_page(session)
    filename, content = _sent_file()
    try:
        with runtime().database.begin() as session:
            drafts.refuse_size(content)
            checked = drafts.check(session, actor(), drafts.kind_of(filename), content)
            draft_id = drafts.keep(session, actor(), checked, content)
    except NotDeployable as refusal:
        with runtime().database.read() as session:
            return _upload_page(session, filename=filename, findings=refusal.findings, status=422)
    return redirect(url_for("library.draft", draft_id=draft_id), code=303)


def _sent_file() -> tuple[str, bytes]:
    """The name and the bytes of the file; one byte more than allowed shows that it is too much."""
    given = request.files.get("file")
    if given is None:
        return "", b""
    with given.stream:
        return given.filename or "", given.stream.read(drafts.MOST_BYTES + 1)


def _upload_page(
    session: Session,
    *,
    filename: str = "",
    findings: tuple[Finding, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    return signed_in_page(
        session, "library/upload.html", active="library", filename=filename,
        findings=found_words(findings), status=status,
    )  # fmt: skip


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """A request beyond every limit is the same finding as a file beyond ours."""
    with runtime().database.read() as session:
        findings = (Finding(rule="file-too-large"),)
        return _upload_page(session, findings=findings, status=413)


@blueprint.get("/drafts/<draft_id>")
def draft(draft_id: str) -> ResponseReturnValue:
    """What the uploaded file would change, before anybody works with it."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    with runtime().database.begin() as session:
        row = draft_of(session, actor().tenant, draft_id)
        checked = drafts.check(session, actor(), row.kind, row.source)
        return signed_in_page(
            session, "library/draft.html", active="library", key=new_id(),
            draft=_draft(session, row, checked),
        )  # fmt: skip


def _draft(session: Session, row: DefinitionRow, checked: drafts.Checked) -> dict[str, Any]:
    before = _before(session, row)
    running = running_by_definition(session, row.tenant)
    earlier = definitions.versions(session, row.tenant, row.kind, row.key)
    return {
        "id": row.id, "name": showing.name_words(row), "key": row.key,
        "kind": showing.kind_words(row.kind), "version": checked.deployed.version,
        "new": checked.deployed.new, "before": before.version if before else 0,
        "running": sum(running.get(each.id, 0) for each in earlier),
        "changes": changes(parts_of(before, language()), parts_of(row, language())),
        "findings": found_words(checked.deployed.findings),
    }  # fmt: skip


def _before(session: Session, row: DefinitionRow) -> DefinitionRow | None:
    try:
        return definitions.active(session, row.tenant, row.kind, row.key)
    except NoSuchDefinition:
        return None


@blueprint.post("/drafts/<draft_id>/deploy")
def deploy(draft_id: str) -> ResponseReturnValue:
    """Put the draft into use; a second press leads to the same version."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    with runtime().database.begin() as session:
        done = drafts.deploy(
            session, actor(), draft_id, key=request.form.get("idempotency_key", "")
        )
    if done["new"]:
        flash(_("第 %(n)s 版已启用。在办案件仍按原来的版本办完。", n=done["version"]))
    else:
        flash(_("内容与现行第 %(n)s 版相同，没有产生新版本。", n=done["version"]))
    return redirect(url_for("library.definition", kind=done["kind"], key=done["key"]), code=303)


@blueprint.post("/drafts/<draft_id>/discard")
def discard(draft_id: str) -> ResponseReturnValue:
    """Throw the draft away; the version in use was never touched."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    with runtime().database.begin() as session:
        drafts.discard(session, actor(), draft_id)
    flash(_("草稿已丢弃，现行版本没有变动。"))
    return redirect(url_for("library.page"), code=303)
