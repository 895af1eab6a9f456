"""What a FEEL value can be: the kinds, ranges and functions, and what enters from the host.

The set is closed: anything else that a host puts into a context is refused, so no Python object is
ever reachable from an expression.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from engine.feel.civil import FarDate
from engine.feel.refusals import FeelEvaluationError
from engine.feel.run import Run
from engine.feel.temporal import SECOND, DateTime, DaysDuration, MonthsDuration, Time


class Kind(StrEnum):
    """The kinds of FEEL values, named as the language names its types."""

    NULL = "Null"
    BOOLEAN = "boolean"
    NUMBER = "number"
    STRING = "string"
    DATE = "date"
    TIME = "time"
    DATETIME = "date and time"
    DAYS = "days and time duration"
    MONTHS = "years and months duration"
    LIST = "list"
    CONTEXT = "context"
    RANGE = "range"
    FUNCTION = "function"


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """An interval of comparable values; an end that is None is open for ever."""

    low: object
    high: object
    low_included: bool
    high_included: bool
    #: The comparison that it was written with, such as "<", or "" for an interval.
    operator: str = ""


class Function:
    """A value that can be called; `parameters` are its names, `apply` does the work.

    `types` are the declared types of the parameters, and empty where none are declared.
    """

    __slots__ = ("apply", "name", "parameters", "types")

    def __init__(
        self,
        name: str,
        parameters: tuple[str, ...],
        apply: Callable[[Run, Sequence[object], Mapping[str, object]], object],
        types: tuple[object, ...] = (),
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.apply = apply
        self.types = types


_KINDS: dict[type, Kind] = {
    type(None): Kind.NULL,
    bool: Kind.BOOLEAN,
    Decimal: Kind.NUMBER,
    str: Kind.STRING,
    dt.date: Kind.DATE,
    FarDate: Kind.DATE,
    Time: Kind.TIME,
    DateTime: Kind.DATETIME,
    DaysDuration: Kind.DAYS,
    MonthsDuration: Kind.MONTHS,
    list: Kind.LIST,
    dict: Kind.CONTEXT,
    Range: Kind.RANGE,
    Function: Kind.FUNCTION,
}


#: Types of the host that are FEEL values as they are.
_READY = frozenset({str, bool, type(None), Decimal, dt.date})


def kind(value: object) -> Kind:
    """The kind of a FEEL value."""
    return _KINDS[type(value)]


def from_host(value: object, depth: int = 0) -> object:
    """The FEEL value of a host's value; refuses what the language has no kind for."""
    if type(value) in _READY:
        return value
    if type(value) is int:
        return Decimal(value)
    if depth > 50:
        raise FeelEvaluationError(problem="a value of the context nests deeper than 50")
    if isinstance(value, Mapping):
        return {str(key): from_host(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [from_host(item, depth + 1) for item in value]
    return _scalar(value)


def _scalar(value: object) -> object:
    match value:
        case bool() | Decimal():
            return value
        case int():
            return Decimal(value)
        case float():
            return Decimal(repr(value))
        case str():
            return str(value)
        case dt.datetime() | dt.time() | dt.timedelta():
            return _moment(value)
        case Range() | Function() | Time() | DateTime() | DaysDuration() | MonthsDuration():
            return value
        case dt.date() | FarDate():
            return value
    raise FeelEvaluationError(problem=f"a context may not hold a {type(value).__name__}")


def _moment(value: dt.datetime | dt.time | dt.timedelta) -> object:
    if isinstance(value, dt.timedelta):
        micros = (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
        return DaysDuration(micros * (SECOND // 1_000_000))
    shift = value.utcoffset()
    clock = Time(
        value.hour,
        value.minute,
        value.second,
        value.microsecond * 1000,
        None if shift is None else int(shift.total_seconds()),
    )
    return DateTime(value.date(), clock) if isinstance(value, dt.datetime) else clock
