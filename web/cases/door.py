"""The blueprint of the case pages, and the way in: a refused try on a case is written down.

So is every page that was read through broken glass. Whoever may break the glass is offered it with
each case that is not there for them, whether there is one or not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from web.errors import error_page, status_of
from web.session import actor, runtime
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.access import Permission, may
from workflows.access.policy import NoSuchCase
from workflows.cases import glass, queries

blueprint = Blueprint("cases", __name__)

View = Callable[..., ResponseReturnValue]


def guarded(opened: str) -> Callable[[View], View]:
    """Answer 404 for a case that does not exist for the actor, and log the try when it exists."""

    def around(view: View) -> View:
        @wraps(view)
        def inside(case_id: str, **rest: Any) -> ResponseReturnValue:
            try:
                answer = view(case_id, **rest)
            except NoSuchCase as refusal:
                # The view's own transaction is gone with the refusal; the log has one of its own.
                with runtime().database.begin() as session:
                    queries.note_refused(session, actor(), case_id, opened)
                return _not_there(refusal)
            _note_glass(case_id, opened)
            return answer

        return inside

    return around


def _not_there(refusal: NoSuchCase) -> ResponseReturnValue:
    if not may(actor(), Permission.CASE_BREAK_GLASS):
        raise refusal
    way = {"label": _("紧急授权查看"), "url": url_for("cases.break_glass")}
    return error_page(status_of(refusal), refusal_words(refusal), offered=[way])


def _note_glass(case_id: str, opened: str) -> None:
    """Every page of a case that is read through broken glass stays in the log."""
    with runtime().database.read() as session:
        through = glass.open_until(session, actor(), case_id) is not None
    if through:
        with runtime().database.begin() as session:
            glass.note_reading(session, actor(), case_id, opened)
