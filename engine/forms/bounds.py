"""Whether a date or an instant lies beyond a bound that a condition gave.

A bound is a date, an instant, or ISO text of one (process data holds those); null bounds nothing.
A day against an instant is judged by the local day, an instant against a day by the whole day.
"""

from __future__ import annotations

import contextlib
from datetime import date, datetime, timedelta, tzinfo

from engine import feel


def crossed(value: object, bound: object, *, direction: int, zone: tzinfo) -> str:
    """The bound as ISO text when `value` lies before (-1) or after (+1) it, else ""."""
    edge = _moment(bound)
    if edge is None or not isinstance(value, date):
        return ""
    if isinstance(value, datetime) and isinstance(edge, datetime):
        return _beyond(value, edge, direction)
    return _beyond(_day(value, zone), _day(edge, zone), direction)


def _beyond(value: date, edge: date, direction: int) -> str:
    gap = value - edge
    return edge.isoformat() if gap * direction > timedelta(0) else ""


def _day(moment: date, zone: tzinfo) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def _moment(bound: object) -> date | None:
    # FEEL's own moments become text in their JSON form, {"@": text}.
    plain = feel.to_json(bound)
    text = plain.get("@") if isinstance(plain, dict) else plain
    if not isinstance(text, str):
        return None
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text)
    with contextlib.suppress(ValueError):
        read = datetime.fromisoformat(text)
        return read if read.tzinfo is not None else None
    return None
