"""Values put into words: instants as people read them, what is missing as nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from web.wording.texts import LazyString, format_date, format_datetime, lazy_gettext

_ = lazy_gettext


class Filled(dict[str, object]):
    """Field values as people read them; a missing one stays empty."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        """Word every value once."""
        super().__init__({key: shown(value) for key, value in fields.items()})

    def __missing__(self, key: str) -> str:
        """Nothing is known about it."""
        return ""


def filled(words: LazyString | str, fields: Mapping[str, object]) -> str:
    """A text with its values."""
    return str(words) % Filled(fields)


def shown(value: object) -> object:
    """One value as people read it."""
    if isinstance(value, datetime):
        return format_datetime(value, str(_("M月d日 HH:mm")))
    if isinstance(value, date):
        return format_date(value, str(_("M月d日")))
    if isinstance(value, str):
        return _instant(value)
    return "" if value is None else value


def _instant(text: str) -> str:
    """ISO text of a moment as people read it; other text as it is."""
    if not (len(text) >= 10 and text[:4].isdecimal() and text[4] == "-"):
        return text
    try:
        moment = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text
    return str(shown(moment))
