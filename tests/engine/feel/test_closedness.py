"""Nothing is reachable but what was given, and every evaluation ends."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest

from engine import feel
from engine.errors import Invalid
from engine.feel.run import Budget

RUNAWAYS = [
    "for i in 1..1000000000 return i",
    "for i in 1..1000, j in 1..1000, k in 1..1000 return i",
    "some i in 1..1000000000 satisfies i < 0",
    "{f: function(n) f(n + 1), r: f(0)}.r",
    "{f: function(n) f(n + 1) + f(n), r: f(0)}.r",
    "count(flatten(for i in 1..99999 return [i, i]))",
    '{a: "xxxxxxxxxx", '
    + ", ".join(
        f"{name}: {before} + {before}"
        for before, name in itertools.pairwise("abcdefghijklmnopqrst")
    )
    + "}",
    "sort(for i in 1..50000 return 50000 - i, function(x, y) x < y)",
    'matches(string join(for i in 1..9000 return "a"), "((a+)+)+\\1b")',
]


@pytest.mark.parametrize("text", RUNAWAYS)
def test_a_runaway_expression_is_refused(text: str) -> None:
    with pytest.raises(feel.FeelEvaluationError):
        feel.parse(text).evaluate({})


@pytest.mark.parametrize(
    "text",
    [
        "(" * 500 + "1" + ")" * 500,
        "[" * 5000,
        "not(" * 300 + "true" + ")" * 300,
        "-" * 9000 + "1",
        "{a:" * 200 + "1" + "}" * 200,
        "1" + "+1" * 5000,
        "if true then " * 200 + "1",
        "x" * 70_000,
        "1 instance of " + "list<" * 500,
    ],
)
def test_a_text_that_nests_or_grows_too_far_is_refused(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError):
        feel.parse(text)


HANGING_ELSEWHERE = ["(a+)+b", "(a|a)*b", "(a*)*b", "a*a*a*a*a*a*b", "((a?){4}){4}b", "(x+x+)+y"]


@pytest.mark.parametrize("wanted", HANGING_ELSEWHERE)
def test_no_pattern_hangs(wanted: str) -> None:
    value = feel.evaluate("matches(text, wanted)", {"text": "a" * 300, "wanted": wanted})
    assert value in (False, None)


@pytest.mark.parametrize(
    "text",
    [
        "x.__class__",
        '"".__class__',
        '__import__("os")',
        "[].append(1)",
        "x.upper()",
        'eval("1")',
        'getattr(x, "upper")',
        "x.__class__.__mro__[1].__subclasses__()",
    ],
)
def test_no_attribute_of_python_is_reachable(text: str) -> None:
    assert feel.evaluate(text, {"x": "a"}) in (None, [])


@pytest.mark.parametrize(
    "value", [object(), SimpleNamespace(a=1), print, b"bytes", 1j, float("nan")]
)
def test_a_context_may_hold_only_values_of_the_language(value: object) -> None:
    if isinstance(value, float):
        assert feel.evaluate("x + 1", {"x": value}) is None
        return
    with pytest.raises(feel.FeelEvaluationError):
        feel.evaluate("x", {"x": value})


def test_a_budget_can_be_smaller() -> None:
    text = feel.parse("for i in 1..100 return i")
    assert len(text.evaluate({})) == 100
    with pytest.raises(feel.FeelEvaluationError):
        text.evaluate({}, budget=Budget(steps=50))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("1 +", 3),
        ("a b c )", 6),
        ("if x then 1", 11),
        ('"open', 0),
        ("1 ; 2", 2),
        ("for x return 1", 6),
        ("{1: 2}", 1),
        ("", 0),
        ("x in", 4),
        ("date(", 5),
        ("a = = b", 4),
        ("[1..2", 5),
    ],
)
def test_a_text_that_is_none_is_refused_with_its_place(text: str, position: int) -> None:
    with pytest.raises(feel.FeelSyntaxError) as refusal:
        feel.parse(text)
    assert refusal.value.position == position
    assert isinstance(refusal.value, Invalid)
    assert refusal.value.code == "feel-syntax"
