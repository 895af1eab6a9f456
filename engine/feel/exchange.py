"""FEEL values to JSON and back; dates, times and durations travel as tagged ISO texts."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from engine.feel import decimals
from engine.feel import temporal_text as written
from engine.feel.refusals import FeelEvaluationError
from engine.feel.text import iso
from engine.feel.values import Kind, Range, from_host, kind

_TAG = "@"
_LARGEST = 100_000


def to_json(value: object) -> object:
    """A value of JSON: numbers as int where whole, else float; temporal values as {"@": ISO}.

    Functions have no JSON and are refused.
    """
    return _out(value, [0])


def _out(value: object, seen: list[int]) -> object:
    seen[0] += 1
    if seen[0] > _LARGEST:
        raise FeelEvaluationError(problem="the value is too large for JSON")
    text = iso(value)
    if text is not None:
        return {_TAG: text}
    match kind(value):
        case Kind.NUMBER:
            number = cast(Decimal, value)
            whole = decimals.whole(number)
            return float(number) if whole is None else whole
        case Kind.LIST:
            return [_out(item, seen) for item in cast(list[object], value)]
        case Kind.CONTEXT:
            return {key: _out(item, seen) for key, item in cast(dict[str, object], value).items()}
        case Kind.RANGE:
            return _range_out(cast(Range, value), seen)
        case Kind.FUNCTION:
            raise FeelEvaluationError(problem="a function has no JSON")
    return value


def _range_out(span: Range, seen: list[int]) -> object:
    ends = {"low": _out(span.low, seen), "high": _out(span.high, seen)}
    flags = {"low included": span.low_included, "high included": span.high_included}
    return {"@range": {**ends, **flags, "operator": span.operator}}


def from_json(value: object) -> object:
    """The FEEL value of JSON written by `to_json`, or of any other JSON."""
    if isinstance(value, dict) and value.keys() == {_TAG}:
        return _tagged(value[_TAG])
    if isinstance(value, dict) and value.keys() == {"@range"}:
        return _range_in(value["@range"])
    if isinstance(value, dict):
        return {str(key): from_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_json(item) for item in value]
    return from_host(value)


def _tagged(text: object) -> object:
    value = written.read_any(text) if isinstance(text, str) else None
    if value is None:
        raise FeelEvaluationError(problem=f"{text!r} is no date, time or duration")
    return value


def _range_in(parts: dict[str, object]) -> Range:
    return Range(
        low=from_json(parts.get("low")),
        high=from_json(parts.get("high")),
        low_included=parts.get("low included") is True,
        high_included=parts.get("high included") is True,
        operator=str(parts.get("operator", "")),
    )
