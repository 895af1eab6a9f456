"""The blueprint of the case pages, and the way in: a refused try on a case is written down."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web.session import actor, runtime
from workflows.access.policy import NoSuchCase
from workflows.cases import queries

blueprint = Blueprint("cases", __name__)

View = Callable[..., ResponseReturnValue]


def guarded(opened: str) -> Callable[[View], View]:
    """Answer 404 for a case that does not exist for the actor, and log the try when it exists."""

    def around(view: View) -> View:
        @wraps(view)
        def inside(case_id: str, **rest: Any) -> ResponseReturnValue:
            try:
                return view(case_id, **rest)
            except NoSuchCase:
                # The view's own transaction is gone with the refusal; the log has one of its own.
                with runtime().database.begin() as session:
                    queries.note_refused(session, actor(), case_id, opened)
                raise

        return inside

    return around
