"""Seal a case, and keep the circle of a sealed one."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.database import new_id
from engine.errors import Conflict, Invalid
from web.cases import sealed
from web.cases.door import blueprint, guarded
from web.errors import status_of
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.access.policy import NoSuchCase
from workflows.cases import files, queries, sealing
from workflows.cases.work import ConflictOfInterest


@blueprint.get("/cases/<case_id>/seal")
@guarded("seal")
def seal(case_id: str) -> ResponseReturnValue:
    """What sealing does, and why it is done."""
    return _seal_page(case_id)


def _seal_page(case_id: str, *, words: str = "", status: int = 200) -> ResponseReturnValue:
    with runtime().database.read() as session:
        queries.sight_on(session, actor(), case_id)
        row = files.load(session, actor().tenant, case_id)
        if not sealing.may_seal(session, actor(), row):
            raise NoSuchCase(case=case_id)
        key = request.form.get("idempotency_key") or new_id()
        return signed_in_page(
            session, "cases/seal.html", active="cases", case=row, words=words, key=key,
            circle=sealed.circle(session, actor(), row), typed=request.form, status=status,
        )  # fmt: skip


@blueprint.post("/cases/<case_id>/seal")
@guarded("seal")
def send_seal(case_id: str) -> ResponseReturnValue:
    """Seal the case, once however often it is sent."""
    key, reason = request.form.get("idempotency_key", ""), request.form.get("reason", "")
    try:
        with runtime().database.begin() as session:
            sealing.seal(session, actor(), case_id, reason, key=key)
    except Invalid as refusal:
        return _seal_page(case_id, words=refusal_words(refusal), status=status_of(refusal))
    flash(_("已设为保密案件，只有知情范围内的人能看到。"))
    return redirect(url_for("cases.circle", case_id=case_id), code=303)


@blueprint.get("/cases/<case_id>/circle")
@guarded("circle")
def circle(case_id: str) -> ResponseReturnValue:
    """Who is in the circle."""
    return _circle_page(case_id)


def _circle_page(case_id: str, *, words: str = "", status: int = 200) -> ResponseReturnValue:
    with runtime().database.read() as session:
        queries.sight_on(session, actor(), case_id)
        row = files.load(session, actor().tenant, case_id)
        kept = queries.is_sealed(session, row.tenant, row.id)
        if not kept or not sealing.may_seal(session, actor(), row):
            raise NoSuchCase(case=case_id)
        return signed_in_page(
            session, "cases/circle.html", active="cases", words=words, status=status,
            circle=sealed.circle(session, actor(), row),
        )  # fmt: skip


@blueprint.post("/cases/<case_id>/circle")
@guarded("circle")
def let_in(case_id: str) -> ResponseReturnValue:
    """Take a colleague in."""
    person = request.form.get("person", "")
    try:
        with runtime().database.begin() as session:
            sealing.let_in(session, actor(), case_id, person)
    except (Conflict, Invalid, ConflictOfInterest) as refusal:
        return _circle_page(case_id, words=refusal_words(refusal), status=status_of(refusal))
    flash(_("已列入知情范围。"))
    return redirect(url_for("cases.circle", case_id=case_id), code=303)


@blueprint.post("/cases/<case_id>/circle/<member_id>/leave")
@guarded("circle")
def let_go(case_id: str, member_id: str) -> ResponseReturnValue:
    """Take somebody out."""
    try:
        with runtime().database.begin() as session:
            sealing.let_go(session, actor(), case_id, member_id)
    except Conflict as refusal:
        return _circle_page(case_id, words=refusal_words(refusal), status=status_of(refusal))
    flash(_("已移出知情范围。"))
    # Whoever left themselves does not see the case any more.
    with runtime().database.read() as session:
        row = files.load(session, actor().tenant, case_id)
        stays = sealing.may_seal(session, actor(), row)
    return redirect(
        url_for("cases.circle", case_id=case_id) if stays else url_for("cases.page"), code=303
    )
