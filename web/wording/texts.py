"""The catalogue's functions with types: texts in the language of the page, and moments as text.

Chinese is the source; `_("…")` is what the extraction looks for, whichever of these it stands for.
"""

from __future__ import annotations

from datetime import date, datetime

import flask_babel
from flask_babel.speaklater import LazyString

__all__ = ["LazyString", "format_date", "format_datetime", "gettext", "lazy_gettext", "ngettext"]


def gettext(text: str, /, **values: object) -> str:
    """A text in the language of the page, with its values."""
    return str(flask_babel.gettext(text, **values))


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    """The same with a number, which English may say in two ways."""
    return str(flask_babel.ngettext(singular, plural, num, **values))


def lazy_gettext(text: str) -> LazyString:
    """A text that finds its language when it is shown; for tables."""
    return flask_babel.lazy_gettext(text)


def format_datetime(moment: datetime, pattern: str) -> str:
    """An instant in the station's zone."""
    return str(flask_babel.format_datetime(moment, pattern))


def format_date(day: date, pattern: str) -> str:
    """A day; an instant is shown by its day in the station's zone."""
    return str(flask_babel.format_date(day, pattern))
