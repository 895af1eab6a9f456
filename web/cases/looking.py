"""The access log of a case by its number, for those who may read logs and perhaps no case."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from web.cases.door import blueprint
from web.cases.showing import log_lines
from web.errors import status_of
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording import refusal_words
from workflows.access import Permission, require
from workflows.access.policy import NoSuchCase
from workflows.cases.looking import log_by_number


@blueprint.route("/access-log", methods=["GET", "POST"])
def access_log() -> ResponseReturnValue:
    """Ask by a number, which stands in no address; read who opened the case."""
    require(actor(), Permission.ACCESS_LOG_READ)
    typed, words, number, lines, status = request.form.get("number", ""), "", "", [], 200
    with runtime().database.read_and_note() as session:
        if typed.strip():
            try:
                number, rows = log_by_number(session, actor(), typed)
                lines = log_lines(rows)
            except NoSuchCase as refusal:
                words, status = refusal_words(refusal), status_of(refusal)
        return signed_in_page(
            session, "cases/access_log.html", active="access-log", typed=typed, words=words,
            number=number, log=lines, status=status,
        )  # fmt: skip
