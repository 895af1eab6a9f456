"""Laws of the language, tried with many values."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import feel
from engine.feel import civil, decimals
from engine.feel.library.catalogue import NAMES
from engine.feel.pattern_match import find_all, pattern
from engine.feel.run import Budget, Run
from engine.feel.temporal import DateTime, Time, offset_at, shifted
from engine.feel.temporal_text import read_any, write_datetime
from engine.feel.text import literal

TRUTH = st.sampled_from([True, False, None])
NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
)
DAYS = st.dates()
MOMENTS = st.builds(
    dt.datetime.combine, st.dates(dt.date(1, 2, 1), dt.date(9998, 1, 1)), st.times()
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(), DAYS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)
settings.register_profile("short", max_examples=60, deadline=None)
settings.load_profile("short")


def kleene_and(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


@given(TRUTH, TRUTH)
def test_and_or_not_are_kleenes(one: bool | None, other: bool | None) -> None:
    context = {"p": one, "q": other}
    flipped = {"p": None if one is None else not one, "q": None if other is None else not other}
    assert feel.evaluate("p and q", context) is kleene_and(one, other)
    assert feel.evaluate("not(not(p) or not(q))", context) is kleene_and(one, other)
    assert feel.evaluate("not(p and q)", context) is feel.evaluate("p or q", flipped)


@given(NUMBERS, NUMBERS)
def test_arithmetic_is_that_of_decimals(one: Decimal, other: Decimal) -> None:
    context = {"x": one, "y": other}
    assert feel.evaluate("x + y", context) == decimals.CONTEXT.add(one, other)
    assert feel.evaluate("x - y", context) == decimals.CONTEXT.subtract(one, other)
    assert feel.evaluate("x * y", context) == decimals.CONTEXT.multiply(one, other)
    if other:
        assert feel.evaluate("x / y", context) == decimals.CONTEXT.divide(one, other)
        assert feel.evaluate("y * floor(x / y) + modulo(x, y) - x", context) == pytest.approx(
            0, abs=1e-6
        )


@given(NUMBERS, NUMBERS)
def test_exactly_one_of_before_equal_after_holds(one: Decimal, other: Decimal) -> None:
    context = {"x": one, "y": other}
    assert [feel.evaluate(f"x {sign} y", context) for sign in "<=>"].count(True) == 1


@given(VALUES)
def test_the_text_of_a_value_reads_back_as_the_value(value: object) -> None:
    inside = feel.from_host(value)
    text = literal(Run(Budget()), inside)
    assert feel.parse(text).evaluate({}) == inside


@given(VALUES)
def test_json_brings_a_value_back(value: object) -> None:
    inside = feel.from_host(value)
    assert feel.evaluate("x = y", {"x": feel.from_json(feel.to_json(inside)), "y": inside}) in (
        True,
        None if inside is None else True,
    )


@given(st.integers(-365_000_000, 365_000_000))
def test_days_count_back_and_forth(number: int) -> None:
    day = civil.date_of(number)
    assert day is not None
    assert civil.day_number(day) == number
    assert civil.weekday(day) == (number + 3) % 7 + 1


@given(DAYS)
def test_weeks_and_days_of_the_year_are_those_of_the_standard_calendar(day: dt.date) -> None:
    assert civil.day_number(day) == (day - dt.date(1970, 1, 1)).days
    assert civil.week_of_year(day) == day.isocalendar().week
    assert civil.day_of_year(day) == day.timetuple().tm_yday


@given(MOMENTS, st.integers(-(10**9), 10**9))
def test_a_moment_plus_seconds_is_that_of_the_standard_library(
    start: dt.datetime, seconds: int
) -> None:
    try:
        wanted = start + dt.timedelta(seconds=seconds)
    except OverflowError:
        return
    moved = shifted(feel.from_host(start), seconds * 10**9)
    assert moved == feel.from_host(wanted)


@given(
    st.builds(dt.datetime.combine, st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)), st.times())
)
def test_a_moment_in_a_zone_reads_back(local: dt.datetime) -> None:
    clock = Time(
        local.hour, local.minute, local.second, local.microsecond * 1000, zone="Europe/Paris"
    )
    moment = DateTime(local.date(), clock)
    assert read_any(write_datetime(moment)) == moment
    assert offset_at(moment.date, moment.time) in (3600, 7200)


SAFE = st.from_regex(r"[ab.]([ab.]|\([ab]\)|[ab][*+?]){0,5}", fullmatch=True)


@given(SAFE, st.text("abc", max_size=12))
def test_the_matcher_finds_what_the_standard_library_finds(wanted: str, text: str) -> None:
    run = Run(Budget())
    found = [spans[:2] for spans in find_all(run, pattern(wanted, ""), text)]
    expected = [m.span() for m in re.finditer(wanted, text)]
    assert [span for span in found if span[0] != span[1]] == [
        span for span in expected if span[0] != span[1]
    ]


ODD = {
    **{f"n{place}": value for place, value in enumerate(
        [0, 1, -1, 2.5, Decimal("1e6000"), Decimal("-1e-6000"), Decimal("9" * 34), 10**9, 1234567]
    )},
    **{f"s{place}": value for place, value in enumerate(
        ["", "a", "2026-01-01", "10:00:00@Europe/Paris", "P1D", "-999999999-12-31", "[1..2]", "(a"]
    )},
    "nothing": None,
    "yes": True,
    "day": dt.date(2024, 2, 29),
    "last_day": civil.make_date(999_999_999, 12, 31),
    "moment": dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
    "clock": dt.time(23, 59, 59),
    "span": dt.timedelta(days=-999_999_999),
    "months": feel.MonthsDuration(-(10**12)),
    "items": [1, "a", None, [2]],
    "numbers": [3, 1, 2],
    "empty": [],
    "entry": {"key": "a", "value": 1},
    "interval": feel.evaluate("[1..5)", {}),
    "open_end": feel.evaluate("(> 3)", {}),
    "double": feel.evaluate("function(x, y) x < y", {}),
}  # fmt: skip


@settings(max_examples=600)
@given(st.sampled_from(sorted(NAMES)), st.lists(st.sampled_from(sorted(ODD)), max_size=4))
def test_no_built_in_function_crashes(name: str, arguments: list[str]) -> None:
    with contextlib.suppress(feel.FeelEvaluationError):
        feel.to_json(feel.evaluate(f"string({name}({', '.join(arguments)}))", ODD))


@settings(max_examples=400)
@given(
    st.sampled_from(["+", "-", "*", "/", "**", "<", "=", "!=", ">=", "in", "and", "or"]),
    st.sampled_from(sorted(ODD)),
    st.sampled_from(sorted(ODD)),
)
def test_no_operator_crashes(operator: str, one: str, other: str) -> None:
    with contextlib.suppress(feel.FeelEvaluationError):
        feel.evaluate(
            f"string([{one} {operator} {other}, -{one}, {one}[{other}], {one}.year])", ODD
        )


PIECES = [*'ab(){}[]<>=+-*/.,:@"? 1', "..", "\\", " if ", " then ", " else ", " for ", " in "]
PIECES += [
    " return ",
    "not(",
    " and ",
    " instance of ",
    "number",
    "function(",
    "{a: ",
    "date(",
    "//",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    for unary in (False, True):
        with contextlib.suppress(feel.FeelSyntaxError, feel.FeelEvaluationError):
            feel.parse(text, unary=unary).evaluate({"?": 1, "a": 2})
