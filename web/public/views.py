"""The public page: a code from a receipt shows the stage and the next date, and nothing else.

No script, no trace, no word about the matter. Wrong codes lock their case for a day (the case
counts); one address may ask a few times a minute (this process counts).
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from engine.errors import Denied
from web.public.limiter import Limiter
from web.session import runtime
from web.wording import refusal_words
from web.wording.texts import LazyString, lazy_gettext
from workflows.cases import query_code

blueprint = Blueprint("public", __name__)

STAGES: Mapping[str, LazyString] = {
    "received": lazy_gettext("已收到"),
    "in_hand": lazy_gettext("办理中"),
    "coordinating": lazy_gettext("协调中"),
    "waiting": lazy_gettext("等待中"),
    "answered": lazy_gettext("已答复"),
    "done": lazy_gettext("已办好"),
}
limiter = Limiter(most=12, seconds=60)


class TooManyQueries(Denied):
    """One address asks too often."""

    code = "too-many-queries"
    sentence = "Expected a few questions a minute from one address, but there were more."


@blueprint.get("/query")
def page() -> ResponseReturnValue:
    """The form for the code."""
    return _page()


@blueprint.post("/query")
def look_up() -> ResponseReturnValue:
    """Try a code; the count of wrong ones is committed before anything is answered."""
    if not limiter.allows(request.remote_addr or ""):
        return _page(words=refusal_words(TooManyQueries()), status=429)
    with runtime().database.begin() as session:
        tried = query_code.look_up(session, request.form.get("code", "")[:40])
    if tried.shown is None:
        refusal = tried.refusal or query_code.CodeRefused()
        # One status for wrong and locked: the answer's kind tells nothing to a guessing machine.
        return _page(words=refusal_words(refusal), status=422)
    return _page(stage=str(STAGES[tried.shown.stage]), next_at=tried.shown.next_at)


def _page(*, status: int = 200, **context: object) -> ResponseReturnValue:
    answer = make_response(render_template("public/query.html", **context), status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    return answer
