"""Break the glass of a sealed case, and look after who did."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from web.cases import sealed
from web.cases.door import blueprint
from web.errors import status_of
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording import refusal_words
from workflows.access import Permission, require
from workflows.access.policy import NoSuchCase
from workflows.cases import glass, queries


@blueprint.get("/cases/break-glass")
def break_glass() -> ResponseReturnValue:
    """Which case and why; whether there is such a case is not said."""
    require(actor(), Permission.CASE_BREAK_GLASS)
    return _page()


def _page(
    *, named: str = "", reason: str = "", words: str = "", status: int = 200
) -> ResponseReturnValue:
    with runtime().database.read() as session:
        return signed_in_page(
            session, "cases/break_glass.html", active="cases", named=named, reason=reason,
            words=words, status=status,
        )  # fmt: skip


@blueprint.post("/cases/break-glass")
def send_break_glass() -> ResponseReturnValue:
    """Open the case for a day, or answer as for a case that never was."""
    require(actor(), Permission.CASE_BREAK_GLASS)
    named, reason = request.form.get("case", ""), request.form.get("reason", "")
    try:
        with runtime().database.begin() as session:
            case_id = glass.break_glass(session, actor(), named, reason)
    except (NoSuchCase, queries.ReasonTooShort) as refusal:
        if isinstance(refusal, NoSuchCase):
            _note_refused(named)
        return _page(
            named=named, reason=reason, words=refusal_words(refusal), status=status_of(refusal)
        )
    return redirect(url_for("cases.case", case_id=case_id), code=303)


def _note_refused(named: str) -> None:
    with runtime().database.begin() as session:
        row = glass.find(session, actor().tenant, named)
        if row is not None:
            queries.note_refused(session, actor(), row.id, "break-glass:refused")


@blueprint.get("/cases/break-glass/openings")
def openings() -> ResponseReturnValue:
    """Who broke the glass of the cases that I look after."""
    require(actor(), Permission.GLASS_REVIEW)
    with runtime().database.read() as session:
        return signed_in_page(
            session, "cases/openings.html", active="cases",
            openings=sealed.openings(session, actor()),
        )  # fmt: skip
