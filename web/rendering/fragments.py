"""One address answers a whole page, or its part when the script asked for the part.

The script says which element it will replace (`HX-Target`); going back in the browser's history
asks for the whole page again.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Response, make_response, redirect, render_template, request, url_for

from web.wording.filling import shown


def is_fragment() -> bool:
    """Whether the script asked, and wants a part."""
    asked = bool(request.headers.get("HX-Request"))
    return asked and not request.headers.get("HX-History-Restore-Request")


def beside_list() -> bool:
    """Whether the answer goes beside the list of the inbox."""
    return is_fragment() and request.headers.get("HX-Target") == "detail"


def on_page_of(endpoint: str) -> bool:
    """Whether the reader looks at this page, also while a part of it is fetched."""
    return urlsplit(request.headers.get("HX-Current-URL") or request.url).path == url_for(endpoint)


def fragment(template: str, status: int = 200, **context: Any) -> Response:
    """A part of a page alone."""
    answer = make_response(render_template(template, **context), status)
    answer.headers["Vary"] = "HX-Request, HX-Target"
    return answer


def go(url: str) -> Response:
    """Lead the browser on after something was done."""
    if not is_fragment():
        return make_response(redirect(url, code=303))
    answer = make_response("", 200)
    answer.headers["HX-Redirect"] = url
    return answer


def asked_from(name: str) -> str:
    """A value of the query of the page that the reader looks at."""
    seen = urlsplit(request.headers.get("HX-Current-URL", "")).query
    return parse_qs(seen).get(name, [""])[0]


def said(value: object) -> str:
    """An instant or a text as people read it."""
    return str(shown(value))
