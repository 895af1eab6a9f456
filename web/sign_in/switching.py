"""The shared computer: a colleague takes the seat, and both find their own page again."""

from __future__ import annotations

import secrets

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import Refusal
from web.errors import status_of
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import COOKIE, actor, runtime, set_cookie, visitor
from web.sign_in.views import DESK_COOKIE, blueprint, local
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.people import shared_desk
from workflows.people.shared_desk import PinUnsafe


def desk() -> str:
    """The secret of this browser; empty before anybody signed in here."""
    return request.cookies.get(DESK_COOKIE, "")


@blueprint.get("/switch")
def seat() -> ResponseReturnValue:
    """Who takes the seat; the page that was open is kept for the one who leaves."""
    return _seat(request.args.get("page", ""))


def _seat(page: str, *, words: str = "", status: int = 200) -> ResponseReturnValue:
    with runtime().database.read() as session:
        person = actor()
        others = shared_desk.colleagues_here(session, person.tenant, desk())
        return signed_in_page(
            session, "sign_in/switch.html", active="", page=local(page), error=words,
            username=request.form.get("username", ""), status=status,
            others=[each for each in others if each.id != person.id],
        )  # fmt: skip


@blueprint.post("/switch")
def take_seat() -> ResponseReturnValue:
    """Check password or number; the count of failures is committed before anything is refused."""
    actor()
    page, browser = local(request.form.get("page", "")), desk() or secrets.token_urlsafe(32)
    with runtime().database.begin() as session:
        switched = shared_desk.switch(
            session, browser=browser, username=request.form.get("username", ""),
            secret=request.form.get("secret", ""), language=visitor().language,
            leaving=visitor().sign_in, page=page,
        )  # fmt: skip
    if switched.seated is None:
        refusal = switched.refusal or Refusal()
        return _seat(page, words=refusal_words(refusal), status=status_of(refusal))
    answer = make_response(redirect(local(switched.seated.page), code=303))
    set_cookie(answer, COOKIE, switched.seated.secret)
    set_cookie(answer, DESK_COOKIE, browser, lasting=shared_desk.FORGOTTEN)
    return answer


@blueprint.post("/me/pin")
def choose_pin() -> ResponseReturnValue:
    """Choose the short number for shared computers."""
    person = actor()
    try:
        with runtime().database.begin() as session:
            shared_desk.set_pin(session, person.tenant, person.id, request.form.get("pin", ""))
        flash(_("口令已设好。用密码登录过的电脑上，12 小时内可以用口令换人。"))
    except PinUnsafe as refusal:
        flash(refusal_words(refusal))
    return redirect(url_for("sign_in.me"), code=303)
