"""Every part of the pages with sample values, for those who build pages and for browser tests.

Registered only when settings allow (`STYLEGUIDE`), never in production: its data is invented and
its forms do nothing. The templates under `templates/styleguide` are the models for real pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Event
from typing import cast

from flask import Blueprint, Flask, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from werkzeug.exceptions import NotFound

from engine import clock
from web.assets import STATIC, asset, island_styles

TEMPLATES = Path(__file__).parent / "templates" / "styleguide"
PAGES = (
    "inbox", "task", "case", "board", "new-visit", "library", "states", "sign-in", "public",
    "error",
)  # fmt: skip
#: What real pages answer too (see web/templates/parts/README.md).
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

BEAT_SECONDS = 5

pages = Blueprint("styleguide", __name__, url_prefix="/styleguide")


def register(app: Flask) -> None:
    """Add the pages when the settings say so; elsewhere they do not exist."""
    if app.config.get("STYLEGUIDE"):
        app.register_blueprint(pages)


def create_app(**settings: object) -> Flask:
    """A small application of the style guide alone, for development and browser tests."""
    app = Flask("web", static_folder=str(STATIC), template_folder=str(TEMPLATES.parent))
    app.config.update(settings, STYLEGUIDE=True, BABEL_DEFAULT_LOCALE="zh")
    Babel(app, locale_selector=_language)
    app.jinja_env.globals.update(
        asset=asset, island_styles=island_styles, csrf_token=lambda: "sample"
    )
    app.context_processor(_context)
    app.after_request(_protect)
    register(app)
    return app


def _language() -> str:
    return "en" if request.args.get("lang") == "en" else "zh"


def _context() -> dict[str, object]:
    return {
        "lang": _language(),
        "zone": "Asia/Shanghai",
        "server_ms": _epoch_ms(clock.now()),
    }


def _protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


@pages.get("")
def index() -> str:
    """The list of model pages."""
    return render_template("styleguide/index.html", page_names=PAGES, **_samples("states"))


@pages.get("/<name>")
def page(name: str) -> ResponseReturnValue:
    """One model page."""
    if name not in PAGES:
        raise NotFound
    template = "layout/error.html" if name == "error" else f"styleguide/{name}.html"
    return render_template(template, **_samples(name))


@pages.get("/inbox-rows")
def inbox_rows() -> str:
    """The live part of the inbox alone, as its own URL answers it."""
    rows = cast("dict[str, object]", _sample("inbox"))["rows"]
    return render_template("styleguide/inbox_rows.html", rows=rows)


@pages.get("/sample.bpmn")
def diagram() -> ResponseReturnValue:
    """The drawing for the model case page."""
    return send_file(TEMPLATES / "sample.bpmn", mimetype="application/xml")


@pages.get("/live")
def live() -> Response:
    """A stream that is open and has nothing to say but its heart-beat."""
    return Response(_beats(), mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


def _beats() -> Iterator[str]:
    first = True
    silence = Event()
    while not silence.wait(timeout=0 if first else BEAT_SECONDS):
        first = False
        yield f"event: beat\ndata: {BEAT_SECONDS}\n\n"


def _samples(active: str) -> dict[str, object]:
    shell = cast("dict[str, object]", _sample("shell"))
    keys = {"new-visit": "visit", "case": "cases", "task": "inbox", "board": "emergency"}
    return {
        "shell": shell | {"active": keys.get(active, active)},
        "inbox": _sample("inbox"),
        "task": cast("dict[str, object]", _sample("inbox"))["task"],
        "case": _sample("case"),
        "board": _sample("board"),
        "visit": _sample("visit"),
        "public": {
            "station": shell["station"],
            "languages": shell["languages"],
            "exit_url": "/styleguide/neutral",
        },
        "error": _sample("error"),
        "icon_names": re.findall(r'symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()),
    }


@cache
def _read(name: str) -> str:
    return (TEMPLATES / "samples" / f"{name}.json").read_text(encoding="utf-8")


def _sample(name: str) -> object:
    return json.loads(_read(name), object_hook=_place_in_time)


def _place_in_time(found: dict[str, object]) -> dict[str, object]:
    """Samples say when by a distance from now, so that their clocks always run."""
    now = clock.now()
    if "in_seconds" in found:
        due = now + timedelta(seconds=cast("float", found["in_seconds"]))
        found |= {"due_ms": _epoch_ms(due), "iso": due.isoformat(timespec="seconds")}
    if "ago_seconds" in found:
        found["since_ms"] = _epoch_ms(now - timedelta(seconds=cast("float", found["ago_seconds"])))
    return found


def _epoch_ms(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)
