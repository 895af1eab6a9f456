"""The application: blueprints, errors, headers and templates put together, and nothing else."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from typing import IO

from flask import Flask, Request, Response
from flask_babel import Babel

from engine.protection import keyring
from web import errors, live, rendering, session
from web.pages import BLUEPRINTS
from workflows.runtime import Runtime

_LARGEST_REQUEST = 8 * 1024 * 1024

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class InMemory(Request):
    """A request whose files never lie unsealed on a disk, not even for the time of the request."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()


def create_app(runtime: Runtime) -> Flask:
    """The WSGI application of a composed house."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.request_class = InMemory
    app.config.update(
        SECRET_KEY=hashlib.sha256(b"pages" + keyring().search).hexdigest(),
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        BABEL_DEFAULT_LOCALE="zh",
        BABEL_DEFAULT_TIMEZONE=str(runtime.settings.zone),
        BABEL_TRANSLATION_DIRECTORIES="translations",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.extensions["sanlian"] = runtime
    Babel(app, locale_selector=rendering.locale)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(live.blueprint)
    session.install(app)
    errors.install(app)
    rendering.install(app)
    app.after_request(_harden)
    return app


def _harden(response: Response) -> Response:
    """Strict headers on every answer; pages with content are never kept by a cache."""
    for name, text in _HEADERS.items():
        response.headers.setdefault(name, text)
    if response.mimetype in {"text/html", "application/json"}:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
