"""The catalogue's functions with types: texts in the language of the page, and moments as text.

Chinese is the source; `_("…")` is what the extraction looks for, whichever of these it stands for.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import flask_babel
from flask import Flask, g, has_app_context
from flask_babel.speaklater import LazyString

__all__ = [
    "LazyString",
    "format_date",
    "format_datetime",
    "gettext",
    "install",
    "lazy_gettext",
    "ngettext",
]


def install(app: Flask) -> None:
    """Let the templates read the same catalogue; called after Babel has put in its own way."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue().ugettext(text),
        lambda singular, plural, num: _catalogue().ungettext(singular, plural, num),
        newstyle=True,
    )


def _catalogue() -> Any:
    """The catalogue of this request, found once: a page has some hundred texts."""
    if not has_app_context():
        return flask_babel.get_translations()
    if "catalogue" not in g:
        g.catalogue = flask_babel.get_translations()
    return g.catalogue


def gettext(text: str, /, **values: object) -> str:
    """A text in the language of the page, with its values."""
    said = _catalogue().ugettext(text)
    return str(said % values if values else said)


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    """The same with a number, which English may say in two ways."""
    return str(_catalogue().ungettext(singular, plural, num) % {"num": num, **values})


def lazy_gettext(text: str) -> LazyString:
    """A text that finds its language when it is shown; for tables."""
    return LazyString(gettext, text)


def format_datetime(moment: datetime, pattern: str) -> str:
    """An instant in the station's zone."""
    return str(flask_babel.format_datetime(moment, pattern))


def format_date(day: date, pattern: str) -> str:
    """A day; an instant is shown by its day in the station's zone."""
    return str(flask_babel.format_date(day, pattern))
