"""Whether a value lies in a range or passes a unary test (DMN 1.5 §10.3.2.7, Table 55)."""

from __future__ import annotations

from engine.feel.comparison import equal, order
from engine.feel.run import Run
from engine.feel.values import Kind, Range, kind


def make_interval(
    run: Run, low: object, high: object, *, low_included: bool, high_included: bool
) -> Range | None:
    """The interval, or null when its ends do not fit together; an open end may be null."""
    if (low is None and (low_included or high is None)) or (high is None and high_included):
        return run.warn("an end of a range that is included is null")
    if low is not None and high is not None and order(low, high) is None:
        return run.warn("the ends of a range cannot be compared")
    return Range(low=low, high=high, low_included=low_included, high_included=high_included)


def make_comparison(run: Run, operator: str, operand: object) -> Range | None:
    """The range that a unary comparison such as `< 10` stands for."""
    if operator not in ("=", "!=") and (operand is None or order(operand, operand) is None):
        return run.warn(f"the operand of {operator} cannot be compared")
    below = operator in ("<", "<=")
    above = operator in (">", ">=")
    return Range(
        low=None if below else operand,
        high=None if above else operand,
        low_included=operator in (">=", "=", "!="),
        high_included=operator in ("<=", "=", "!="),
        operator=operator,
    )


def includes(run: Run, span: Range, value: object) -> bool | None:
    """Whether the value lies in the range; None when it cannot be compared with its ends."""
    if span.operator in ("=", "!="):
        same = equal(run, value, span.low)
        return same if same is None or span.operator == "=" else not same
    if value is None:
        return run.warn("null cannot be compared with the ends of a range")
    if not span.operator and (span.low is None or span.high is None):
        return None
    if not _fits(run, span, value):
        return None
    return _above(span, value) and _below(span, value)


def _fits(run: Run, span: Range, value: object) -> bool:
    for end in (span.low, span.high):
        if end is not None and order(value, end) is None:
            run.warn("the value cannot be compared with the ends of the range")
            return False
    return True


def _above(span: Range, value: object) -> bool:
    if span.low is None:
        return True
    place = order(value, span.low)
    return place is not None and (place > 0 or (place == 0 and span.low_included))


def _below(span: Range, value: object) -> bool:
    if span.high is None:
        return True
    place = order(value, span.high)
    return place is not None and (place < 0 or (place == 0 and span.high_included))


def matches(run: Run, value: object, test: object) -> bool | None:
    """Whether the value is the test, lies in it, or is one of its items."""
    if isinstance(test, Range) and kind(value) is not Kind.RANGE:
        return includes(run, test, value)
    if isinstance(test, list):
        return _in_list(run, value, test)
    if value is not None and test is not None and kind(value) is not kind(test):
        return run.warn(f"{kind(value)} cannot be tested against {kind(test)}")
    return equal(run, value, test)


def _in_list(run: Run, value: object, items: list[object]) -> bool:
    run.spend(len(items))
    if isinstance(value, list) and equal(run, value, items) is True:
        return True
    return any(_is_item(run, value, item) for item in items)


def _is_item(run: Run, value: object, item: object) -> bool:
    if isinstance(item, Range) and kind(value) is not Kind.RANGE:
        return value is not None and includes(run, item, value) is True
    return equal(run, value, item) is True
