"""Who is at the browser: the signed-in session, the actor, the language, and the forgery check.

Sessions live in the database and can be ended there; the cookie holds a random secret only. Every
unsafe request must carry the session's token, or before sign-in the one of a same-site cookie.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from flask import Flask, Response, current_app, g, request

from engine import clock
from engine.actors import Actor
from web.errors import ForgedRequest, NotSignedIn, PasswordNotChosen
from workflows.people import directory, signing_in
from workflows.people.models import PersonRow, SignInRow
from workflows.runtime import Runtime

COOKIE = "sanlian"
CSRF_COOKIE = "sanlian_form"
LANGUAGE_COOKIE = "sanlian_language"
LANGUAGES = ("zh", "en")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_TOUCH_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Who this request comes from."""

    actor: Actor | None
    sign_in: SignInRow | None
    language: str
    csrf: str
    #: The password was given by somebody else; nothing opens before an own one is chosen.
    password_is_given: bool = False


def runtime() -> Runtime:
    """The house that this application serves."""
    return cast("Runtime", current_app.extensions["sanlian"])


def visitor() -> Visitor:
    """Who this request comes from; worked out once a request."""
    if "visitor" not in g:
        g.visitor = _recognise()
    return cast("Visitor", g.visitor)


def actor() -> Actor:
    """The signed-in actor; refuses a request without one."""
    found = visitor().actor
    if found is None:
        raise NotSignedIn
    return found


def language() -> str:
    """Which of the two languages the page is in: zh or en."""
    return visitor().language


def _recognise() -> Visitor:
    secret = request.cookies.get(COOKIE, "")
    anonymous = Visitor(
        actor=None, sign_in=None, language=_language_of(request.cookies.get(LANGUAGE_COOKIE)),
        csrf=request.cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(32),
    )  # fmt: skip
    if not secret:
        return anonymous
    with runtime().database.read() as session:
        row = signing_in.session_of(session, secret)
        if row is None:
            return anonymous
        # Held here, so that the two questions below are answered by one reading.
        person = session.get(PersonRow, (row.tenant, row.person_id))
        try:
            found = directory.actor_of(session, row.tenant, row.person_id, row.post_id)
        except directory.NoSuchPerson:
            return anonymous
    _touch(row)
    return Visitor(
        actor=found, sign_in=row, language=_language_of(row.language), csrf=row.csrf,
        password_is_given=person is not None and person.password_is_given,
    )  # fmt: skip


def _language_of(text: str | None) -> str:
    return text if text in LANGUAGES else LANGUAGES[0]


def _touch(row: SignInRow) -> None:
    """Keep the session from idling out, at most once a minute."""
    if clock.now() - row.seen_at < _TOUCH_AFTER:
        return
    with runtime().database.begin() as session:
        live = session.get(SignInRow, (row.tenant, row.id))
        if live is not None:
            live.seen_at = clock.now()


def check_token() -> None:
    """Refuse an unsafe request that does not carry the token of its page."""
    if request.method in _SAFE or request.blueprint == "api":
        return
    given = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    anonymous = visitor().sign_in is None
    wanted = request.cookies.get(CSRF_COOKIE, "") if anonymous else visitor().csrf
    if not wanted or not hmac.compare_digest(given, wanted):
        raise ForgedRequest


#: What somebody reaches who has not chosen a password of their own.
_BEFORE_OWN_PASSWORD = frozenset(
    {
        "people.password", "people.change_password", "sign_in.sign_in", "sign_in.sign_out",
        "sign_in.switch_language", "static", "health.healthz", "health.readyz",
        "public.page", "public.look_up",
    }
)  # fmt: skip


def require_own_password() -> None:
    """Refuse everything else to somebody whose password another person knows."""
    known = request.endpoint is None or request.endpoint in _BEFORE_OWN_PASSWORD
    if not known and visitor().password_is_given:
        raise PasswordNotChosen


def remember(response: Response) -> Response:
    """Give a browser without a session the cookie that its forms are checked against."""
    seen = cast("Visitor | None", g.get("visitor"))
    if seen is not None and seen.sign_in is None and CSRF_COOKIE not in request.cookies:
        set_cookie(response, CSRF_COOKIE, seen.csrf)
    return response


def set_cookie(
    response: Response, name: str, text: str, *, lasting: timedelta | None = None
) -> None:
    """Set a cookie that scripts cannot read and other sites do not send."""
    response.set_cookie(
        name, text, httponly=True, samesite="Lax", secure=request.is_secure,
        max_age=int(lasting.total_seconds()) if lasting else None,
    )  # fmt: skip


def install(app: Flask) -> None:
    """Check every request of an application."""
    app.before_request(check_token)
    app.before_request(require_own_password)
    app.after_request(remember)
