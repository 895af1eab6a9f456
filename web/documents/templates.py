"""Templates of papers: download, change in Word, upload, look at it, put it in use."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine.database import new_id
from web import session as web_session
from web.documents.door import blueprint
from web.documents.files import TYPES, download
from web.documents.finding_words import found_words
from web.documents.views import drawings
from web.errors import status_of
from web.rendering import flash, instant
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.access import Permission, may, require
from workflows.documents import PaperKind, load_kinds, templates
from workflows.documents.checking import MOST_BYTES, TemplateRefused, check, sample_file
from workflows.documents.kinds import Field
from workflows.documents.models import PaperTemplateRow
from workflows.documents.press import square_code
from workflows.documents.templates import SHIPPED, TemplateMoved
from workflows.people import directory

_SAMPLE_ADDRESS = "https://example.invalid/query"


@blueprint.get("/papers/templates")
def template_list() -> ResponseReturnValue:
    """Every kind of paper with the version in use."""
    require(actor(), Permission.DEFINITION_READ)
    with runtime().database.begin() as session:
        rows = [_line(session, kind) for kind in load_kinds()]
        return signed_in_page(session, "documents/templates.html", active="papers", rows=rows)


def _line(session: Session, kind: PaperKind) -> dict[str, Any]:
    row = templates.active(session, actor().tenant, kind)
    return {
        "name": kind.name(web_session.language()), "leaves": kind.handed_out,
        "url": url_for("documents.template", kind_id=kind.id), **_version(session, row),
    }  # fmt: skip


def _version(session: Session, row: PaperTemplateRow) -> dict[str, Any]:
    shipped = row.author == SHIPPED
    author = _("产品自带") if shipped else directory.name_of(session, row.tenant, row.author)
    return {
        "version": row.version, "author": author, "at": instant(row.made_at), "note": row.note,
        "active": row.active, "sha256": row.sha256,
        "source_url": url_for("documents.template_source", kind_id=row.kind, version=row.version),
        "look_url": url_for("documents.template", kind_id=row.kind, v=row.version),
    }  # fmt: skip


@blueprint.get("/papers/templates/<kind_id>")
def template(kind_id: str) -> ResponseReturnValue:
    """One template drawn with invented values, its blanks, and its versions."""
    require(actor(), Permission.DEFINITION_READ)
    return _template_page(load_kinds()[kind_id])


def _template_page(
    kind: PaperKind, *, findings: list[str] | None = None, words: str = "", status: int = 200
) -> ResponseReturnValue:
    with runtime().database.begin() as session:
        now = templates.active(session, actor().tenant, kind)
        asked = request.args.get("v", "")
        version = int(asked) if asked.isdecimal() else now.version
        seen = templates.of_version(session, actor().tenant, kind.id, version)
        rows = templates.versions(session, actor().tenant, kind.id)
        return signed_in_page(
            session, "documents/template.html", active="papers", status=status, words=words,
            findings=findings or [], kind=kind.id, name=kind.name(web_session.language()),
            leaves=kind.handed_out, shown=_version(session, seen), in_use=now.version,
            versions=[_version(session, row) for row in rows], key=new_id(),
            fields=[_blank(each) for each in kind.fields.values()],
            may_change=may(actor(), Permission.DEFINITION_DEPLOY),
            pages=drawings(sample_file(kind, seen.source, square_code(_SAMPLE_ADDRESS))),
        )  # fmt: skip


def _blank(field: Field) -> dict[str, Any]:
    rows = list((field.rows or {}).values())
    return {
        "tag": field.name, "english": field.name_en, "class": field.highest().value,
        "rows": [{"tag": each.name, "english": each.name_en} for each in rows],
    }  # fmt: skip


@blueprint.get("/papers/templates/<kind_id>/<int:version>/source")
def template_source(kind_id: str, version: int) -> ResponseReturnValue:
    """The file of Word to change."""
    require(actor(), Permission.DEFINITION_READ)
    with runtime().database.read() as session:
        row = templates.of_version(session, actor().tenant, load_kinds()[kind_id].id, version)
    return download(row.source, f"{kind_id}-v{version}.docx", TYPES["docx"])


@blueprint.post("/papers/templates/<kind_id>")
def upload_template(kind_id: str) -> ResponseReturnValue:
    """Check a changed file; a sound one becomes a version that is not in use yet."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    kind = load_kinds()[kind_id]
    given = request.files.get("file")
    source = b"" if given is None else given.stream.read(MOST_BYTES + 1)
    try:
        checked = check(kind, source)
    except TemplateRefused as refusal:
        findings = found_words(refusal.findings)
        return _template_page(kind, findings=findings, status=status_of(refusal))
    note = request.form.get("note", "").strip()[:200]
    with runtime().database.begin() as session:
        templates.active(session, actor().tenant, kind)
        row = templates.upload(session, actor(), kind.id, source, note=note, checked=checked)
        version = row.version
    flash(_("第 %(n)s 版通过检查，还没有启用。请先看一看。", n=version))
    return redirect(url_for("documents.template", kind_id=kind.id, v=version), code=303)


@blueprint.post("/papers/templates/<kind_id>/<int:version>/use")
def use_template(kind_id: str, version: int) -> ResponseReturnValue:
    """Put a version in use; papers that were made before stay as they are."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    kind, seen = load_kinds()[kind_id], request.form.get("seen", "")
    try:
        with runtime().database.begin() as session:
            templates.put_in_use(
                session, actor(), kind.id, version, seen=int(seen) if seen.isdecimal() else 0,
                key=request.form.get("idempotency_key", ""),
            )  # fmt: skip
    except TemplateMoved as refusal:
        return _template_page(kind, words=_moved(refusal), status=409)
    flash(_("第 %(n)s 版已启用。以前做的文书没有变动。", n=version))
    return redirect(url_for("documents.template", kind_id=kind.id), code=303)


def _moved(refusal: TemplateMoved) -> str:
    with runtime().database.read() as session:
        author = directory.name_of(session, actor().tenant, str(refusal.fields["author"]))
    return refusal_words(TemplateMoved(**{**refusal.fields, "author": author}))
