"""The text of a value, such that the text of any value but a function reads back as that value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import cast

from engine.feel import decimals
from engine.feel import temporal_text as written
from engine.feel.civil import CivilDate
from engine.feel.names import KEYWORDS, continues_name, starts_name
from engine.feel.run import Run
from engine.feel.temporal import DateTime, DaysDuration, MonthsDuration, Time
from engine.feel.values import Function, Kind, Range, kind

_TEMPORAL: Mapping[Kind, Callable[[object], str]] = {
    Kind.DATE: lambda value: written.write_date(cast(CivilDate, value)),
    Kind.TIME: lambda value: written.write_time(cast(Time, value)),
    Kind.DATETIME: lambda value: written.write_datetime(cast(DateTime, value)),
    Kind.DAYS: lambda value: written.write_days(cast(DaysDuration, value)),
    Kind.MONTHS: lambda value: written.write_months(cast(MonthsDuration, value)),
}


def iso(value: object) -> str | None:
    """The ISO text of a date, time or duration; None for any other kind."""
    writer = _TEMPORAL.get(kind(value))
    return None if writer is None else writer(value)


def write(run: Run, value: object) -> str:
    """The text that `string(value)` gives: bare for one value, as a literal inside others."""
    if isinstance(value, str):
        return value
    return iso(value) or literal(run, value)


def literal(run: Run, value: object, depth: int = 0) -> str:
    """The value as it would be written in FEEL."""
    run.spend()
    if depth > 40:
        return "null"
    sort = kind(value)
    if sort in _TEMPORAL:
        return f'@"{iso(value)}"'
    match value:
        case Decimal():
            return decimals.write(value)
        case str():
            return quoted(value)
        case list() | dict() | Range():
            return _composed(run, value, depth)
        case Function():
            return f"function({', '.join(value.parameters)})"
    return {None: "null", True: "true", False: "false"}[cast(bool, value)]


def _composed(run: Run, value: list[object] | dict[str, object] | Range, depth: int) -> str:
    if isinstance(value, list):
        return f"[{', '.join(literal(run, item, depth + 1) for item in value)}]"
    return _context(run, value, depth) if isinstance(value, dict) else _range(run, value, depth)


def quoted(text: str) -> str:
    """The text in quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r") + '"'


def _context(run: Run, context: dict[str, object], depth: int) -> str:
    entries = (f"{_key(key)}: {literal(run, value, depth + 1)}" for key, value in context.items())
    return f"{{{', '.join(entries)}}}"


def _key(key: str) -> str:
    is_name = bool(key) and starts_name(key[0]) and key not in KEYWORDS
    plain = is_name and all(continues_name(char) or char == " " for char in key)
    return key if plain and " ".join(key.split()) == key else quoted(key)


def _range(run: Run, span: Range, depth: int) -> str:
    if span.operator:
        end = span.high if span.low is None else span.low
        return f"({span.operator} {literal(run, end, depth + 1)})"
    low, high = literal(run, span.low, depth + 1), literal(run, span.high, depth + 1)
    return f"{'[' if span.low_included else '('}{low}..{high}{']' if span.high_included else ')'}"
