"""The door for people: name and password in, a cookie with a random secret out."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from engine.errors import Refusal
from web.errors import status_of
from web.rendering import page as signed_in_page
from web.session import (
    COOKIE,
    LANGUAGE_COOKIE,
    LANGUAGES,
    actor,
    runtime,
    set_cookie,
    visitor,
)
from web.wording import refusal_words
from workflows.demo import PASSWORD
from workflows.people import directory, shared_desk, signing_in
from workflows.people.models import SignInRow

blueprint = Blueprint("sign_in", __name__)

#: Names this browser, not a person; what it opens is decided by password or number.
DESK_COOKIE = "sanlian_desk"


@blueprint.get("/sign-in")
def page() -> ResponseReturnValue:
    """The form; somebody who is signed in goes on to the inbox."""
    if visitor().actor is not None:
        return redirect(url_for("inbox.page"))
    return _form()


def _form(*, words: str = "", username: str = "", status: int = 200) -> ResponseReturnValue:
    return make_response(
        render_template(
            "sign_in/page.html", error=words, username=username,
            next=request.values.get("next", ""), demo=runtime().settings.demo,
            demo_password=PASSWORD if runtime().settings.demo else "",
        ),
        status,
    )  # fmt: skip


@blueprint.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Check the password; the count of failures is committed before anything is refused."""
    username, password = request.form.get("username", ""), request.form.get("password", "")
    browser = request.cookies.get(DESK_COOKIE) or secrets.token_urlsafe(32)
    with runtime().database.begin() as session:
        checked = signing_in.check_password(session, username, password)
        opened = None
        if checked.person is not None:
            opened = signing_in.open_session(session, checked.person, visitor().language)
            shared_desk.trust(session, checked.person, browser)
    if opened is None:
        refusal = checked.refusal or Refusal()
        return _form(words=refusal_words(refusal), username=username, status=status_of(refusal))
    answer = make_response(redirect(local(request.form.get("next", "")), code=303))
    set_cookie(answer, COOKIE, opened.secret)
    set_cookie(answer, DESK_COOKIE, browser, lasting=shared_desk.FORGOTTEN)
    return answer


def local(target: str) -> str:
    """Only a path of this site is followed after signing in."""
    parts = urlsplit(target)
    local = target.startswith("/") and not target.startswith("//") and not parts.netloc
    return target if local and "\\" not in target else url_for("inbox.page")


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session here and in the browser."""
    with runtime().database.begin() as session:
        signing_in.close_session(session, request.cookies.get(COOKIE, ""))
    answer = make_response(redirect(url_for("sign_in.page"), code=303))
    answer.delete_cookie(COOKIE)
    return answer


@blueprint.get("/language/<language>")
def switch_language(language: str) -> ResponseReturnValue:
    """Show everything in the other language from now on."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    row = visitor().sign_in
    if row is not None:
        with runtime().database.begin() as session:
            live = session.get(SignInRow, (row.tenant, row.id))
            if live is not None:
                live.language = chosen
    answer = make_response(redirect(local(request.args.get("next", ""))))
    set_cookie(answer, LANGUAGE_COOKIE, chosen)
    return answer


@blueprint.get("/me")
def me() -> ResponseReturnValue:
    """My posts, and the one I act in."""
    with runtime().database.read() as session:
        person = actor()
        posts = directory.posts_of(session, person.tenant, person.id, clock.now())
        units = {unit.id: unit for unit in directory.units(session, person.tenant)}
        return signed_in_page(
            session, "sign_in/me.html", active="me", posts=posts, units=units,
            chosen=visitor().sign_in,
        )  # fmt: skip


@blueprint.post("/me/post")
def choose_post() -> ResponseReturnValue:
    """Act in another of my posts from now on."""
    person, row = actor(), visitor().sign_in
    wanted = request.form.get("post", "")
    with runtime().database.begin() as session:
        held = directory.posts_of(session, person.tenant, person.id, clock.now())
        if row is not None and wanted in {post.id for post in held}:
            live = session.get_one(SignInRow, (row.tenant, row.id))
            live.post_id = wanted
    return redirect(url_for("sign_in.me"), code=303)
