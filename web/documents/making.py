"""Make a paper by hand, again with a reason, and say which version was signed and stamped."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import commands
from engine.errors import Conflict, Invalid
from web.documents.door import blueprint, guarded, sight_on
from web.documents.views import papers_page
from web.errors import status_of
from web.rendering import flash
from web.session import actor, runtime
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows import catalog
from workflows.documents import Draft
from workflows.documents import make as make_version
from workflows.documents.making import PaperMoved, seal
from workflows.documents.queries import NoSuchPaper, open_paper
from workflows.people import directory


@blueprint.post("/cases/<case_id>/papers")
@guarded
def make(case_id: str) -> ResponseReturnValue:
    """The next version of a paper, from what the case says now."""
    form = request.form
    try:
        with runtime().database.begin() as session:
            sight_on(session, case_id)
            made = commands.once(
                session, actor(), form.get("idempotency_key", ""), "paper:make",
                lambda: _made(session, case_id),
            )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        return papers_page(case_id, words=_said(refusal), status=status_of(refusal))
    flash(_("第 %(n)s 版已经做好。", n=made["number"]))
    return redirect(
        url_for("documents.version", case_id=case_id, version_id=made["version"]), code=303
    )


def _made(session: Session, case_id: str) -> dict[str, Any]:
    seen = request.form.get("seen", "0")
    row = make_version(
        session, actor(), _draft(session, case_id), reason=request.form.get("reason", ""),
        seen=int(seen) if seen.isdecimal() else 0,
    )  # fmt: skip
    return {"version": row.id, "number": row.version}


def _draft(session: Session, case_id: str) -> Draft:
    """The paper that the page asked for, written from the case as it is now."""
    kind, subject = request.form.get("kind", ""), request.form.get("subject", "")
    builder = catalog.papers().get(kind)
    drafts = builder(session, actor().tenant, case_id) if builder else ()
    found = next((draft for draft in drafts if draft.subject == subject), None)
    if found is None:
        raise NoSuchPaper
    return found


def _said(refusal: Invalid | Conflict) -> str:
    if isinstance(refusal, PaperMoved):
        with runtime().database.read() as session:
            person = directory.name_of(session, actor().tenant, str(refusal.fields["person"]))
        return refusal_words(PaperMoved(**{**refusal.fields, "person": person}))
    return refusal_words(refusal)


@blueprint.post("/cases/<case_id>/papers/<version_id>/seal")
@guarded
def seal_version(case_id: str, version_id: str) -> ResponseReturnValue:
    """This is the version that was signed and stamped on paper."""
    try:
        with runtime().database.begin() as session:
            sight = sight_on(session, case_id)
            commands.once(
                session, actor(), request.form.get("idempotency_key", ""), "paper:seal",
                lambda: _sealed(session, case_id, version_id, sight),
            )  # fmt: skip
    except Conflict as refusal:
        return papers_page(case_id, words=refusal_words(refusal), status=409)
    flash(_("已定稿。这一版会一直保留。"))
    return redirect(url_for("documents.page", case_id=case_id), code=303)


def _sealed(session: Session, case_id: str, version_id: str, sight: Any) -> dict[str, Any]:
    seal(session, actor(), open_paper(session, actor(), case_id, version_id, sight))
    return {}
