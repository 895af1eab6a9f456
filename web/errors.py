"""Every refusal becomes a page once: its kind gives the status, its code finds the words.

An unknown exception becomes a number to quote and nothing else; its text never reaches a browser.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from engine.errors import Conflict, Denied, Invalid, NotFound, Refusal, trace_without_words
from web.wording import refusal_words
from web.wording.texts import lazy_gettext

log = logging.getLogger(__name__)

STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NotFound, 404),
    (Denied, 403),
    (Conflict, 409),
    (Invalid, 422),
)


class NotSignedIn(Refusal):
    """The page needs a signed-in person."""

    code = "not-signed-in"
    sentence = "Expected a signed-in person, but there is none."


class ForgedRequest(Denied):
    """The token of the page is missing or belongs to another session."""

    code = "forged-request"
    sentence = "Expected the page's own token, but it is missing or old."


class PasswordNotChosen(Refusal):
    """The password came from somebody else; first the person chooses an own one."""

    code = "password-not-chosen"
    sentence = "Expected an own password, but the present one was given by somebody else."


class RequestTooLarge(Invalid):
    """More was sent than a page may send."""

    code = "request-too-large"
    sentence = "Expected a request of the usual size, but it is larger."


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal's kind."""
    return next((status for kind, status in STATUS if isinstance(refusal, kind)), 400)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """The page (or fragment) that says why nothing was done."""
    if isinstance(refusal, NotSignedIn):
        return _to_sign_in()
    if isinstance(refusal, PasswordNotChosen):
        return _to_own_password()
    return error_page(status_of(refusal), refusal_words(refusal))


def _to_sign_in() -> ResponseReturnValue:
    if request.headers.get("HX-Request"):
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = url_for("sign_in.page")
        return answer
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.page", next=target))


def _to_own_password() -> ResponseReturnValue:
    if request.headers.get("HX-Request"):
        answer = make_response("", 403)
        answer.headers["HX-Redirect"] = url_for("people.password")
        return answer
    return redirect(url_for("people.password"), code=303)


_TODO = {
    403: lazy_gettext("需要时请联系站长或值班长。"),
    404: lazy_gettext("请核对编号，或回到收件箱。"),
    409: lazy_gettext("请刷新页面，看看现在的情况。"),
    422: lazy_gettext("请返回上一页修改，填写的内容还在。"),
    500: lazy_gettext("填写的内容没有写入。请再试一次，还不行就联系管理员。"),
}


def error_page(
    status: int, words: str, *, reference: str = "", offered: Sequence[Mapping[str, str]] = ()
) -> Response:
    """One error page for everything, or its fragment for htmx; `offered` are other ways on."""
    error: dict[str, Any] = {
        "title": words,
        "todo": str(_TODO.get(status, _TODO[404])),
        "acts": [{"label": _("回到首页"), "url": "/", "main": True}, *offered],
        "reference": reference,
    }
    fragment = bool(request.headers.get("HX-Request"))
    template = "parts/refusal.html" if fragment else "layout/error.html"
    return make_response(render_template(template, error=error), status)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status in {301, 302, 308}:
        return error
    return error_page(status, refusal_words(_known(status)))


def _known(status: int) -> Refusal:
    kinds: dict[int, Refusal] = {404: NotFound(what=""), 413: RequestTooLarge()}
    return kinds.get(status, Refusal())


def _unknown(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    # The log gets the trace without the exception's words, which may repeat what a person typed;
    # the browser gets only the number to quote.
    words = trace_without_words(error)
    log.error("error %s at %s: %s", number, request.endpoint, words)
    return error_page(500, _("系统出了问题，没有办成。"), reference=number)


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)
