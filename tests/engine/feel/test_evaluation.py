"""Texts and their values, construct by construct."""

from __future__ import annotations

from datetime import date

import pytest

from engine import feel
from engine.feel.evaluation import parse

CONTEXT = {
    "age": 30,
    "Full Name": "Li 三",
    "最近 分数": 7,
    "a+b": 5,
    "a": 2,
    "b": 3,
    "facts": ["weapon_used", "alcohol"],
    "person": {"first name": "Chen", "phones": [{"no": "1"}, {"no": "2"}]},
    "born": date(1990, 2, 28),
    "unknown": None,
}

CASES = [
    ("1 + 2 * 3", 7),
    ("-2 ** 2", 4),
    ("3 ** 4 ** 5", 3486784401),
    ("10 - 4 - 3", 3),
    ("(1 + 2) * 3 // a comment", 9),
    ("1 /* inside */ + 1", 2),
    (".5 + 1.5e1", 15.5),
    ('"a" + "b"', "ab"),
    ('"tab\\t\\u0041\\\\"', "tab\tA\\"),
    ("age >= 18 and age < 65", True),
    ("age between 18 and 30", True),
    ("age in [18..30)", False),
    ("age in (< 18, >= 30)", True),
    ('"x" in ["x", "y"]', True),
    ("age in (10, 20, [25..35])", True),
    ("Full Name", "Li 三"),
    ("最近 分数 * 2", 14),
    ("a+b", 5),
    ("a + b", 5),
    ("a +1", 3),
    ("b-a", 1),
    ("person.first name", "Chen"),
    ("person.phones.no", ["1", "2"]),
    ('person.phones[no = "2"].no', ["2"]),
    ("[1, 2, 3][-1]", 3),
    ("[1, 2, 3][item > 1]", [2, 3]),
    ("[1, 2, 3][4]", None),
    ("{x: 1, y: x + 1}.y", 2),
    ("for i in 1..3 return i * i", [1, 4, 9]),
    ("for i in 3..1 return i", [3, 2, 1]),
    ("for i in [1, 2], j in [i..3] return i * 10 + j", [11, 12, 13, 22, 23]),
    ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", [1, 2, 6, 24]),
    ('some f in facts satisfies f = "alcohol"', True),
    ("every n in [1, 2] satisfies n > 1", False),
    ('if unknown = null then "none" else "some"', "none"),
    ("function(x, y) x + y", "function(x, y)"),
    ("(function(x: number) x * 2)(4)", 8),
    ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", 120),
    ('substring(start position: 2, string: "feel")', "eel"),
    ("sort([3, 1, 2], function(x, y) x < y)", [1, 2, 3]),
    ("1 instance of number", True),
    ('[1, "a"] instance of list<number>', False),
    ("null instance of number", False),
    ("born.year", 1990),
    ('born + duration("P1Y")', "1991-02-28"),
    ('date("2026-01-31") + duration("P1M")', "2026-02-28"),
    (
        'date and time("2026-03-29T01:30:00@Europe/Paris") + @"PT1H"',
        "2026-03-29T03:30:00@Europe/Paris",
    ),
    ('@"2026-01-02" - @"2026-01-01"', "P1D"),
    ('time("23:30:00") + @"PT1H"', "00:30:00"),
    ('@"2026-01-01T08:00:00+08:00" = @"2026-01-01T00:00:00Z"', True),
    ("overlaps([1..5], (5..8])", False),
    ("before(1, (1..3])", True),
    ('string([1, "a", @"P1D", {k: null}])', '[1, "a", @"P1D", {k: null}]'),
    ('range("[1..3)").end included', False),
    ("get entries({a: 1})[1].key", "a"),
    ("decimal(2.345, 2)", 2.34),
    ("modulo(-12, 5)", 3),
    ('split("a;b", ";")', ["a", "b"]),
    ('replace("abcd", "(ab)|(a)", "[$1]")', "[ab]cd"),
    ('string join(["a", null, "b"], "-")', "a-b"),
    ("count(distinct values([1, 2, 1]))", 2),
    ("list replace([1, 2, 3], function(i, n) i > 2, 0)", [1, 2, 0]),
    ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
    ('week of year(@"2010-01-01")', 53),
    ('@"-2021-01-01" - @"P1M"', "-2022-12-01"),
]


@pytest.mark.parametrize(("text", "value"), CASES)
def test_a_text_has_its_value(text: str, value: object) -> None:
    answer = feel.evaluate(text, CONTEXT)
    if isinstance(answer, feel.Function):
        assert answer.parameters == ("x", "y")
        return
    shown = feel.to_json(answer)
    assert (shown["@"] if isinstance(shown, dict) and "@" in shown else shown) == value


TYPE_ERRORS = [
    '1 + "a"',
    "null + 1",
    '1 < "a"',
    "true = 1",
    "1 / 0",
    "not(5)",
    'abs("x")',
    "nothing",
    "nothing()",
    '[1]["a"]',
    'date("2026-02-30")',
    '@"soon"',
    "{a: 1, a: 2}",
    "{a: 1}.b",
    "if 5 then 1 else 2",
    "5 in [null..10]",
    'matches("a", "[")',
    'substring("a", 0)',
    'number("1.2.3")',
    'function(x) external {java: {class: "C", "method signature": "m"}}',
    "some x in [1] satisfies x",
    "for x in 1.5..2 return x",
    'sum([1, "2"])',
    "abs(1, 2)",
]


@pytest.mark.parametrize("text", TYPE_ERRORS)
def test_a_type_error_is_a_warning_and_strictly_a_refusal(text: str) -> None:
    value, warnings = parse(text).evaluate_with_warnings({}, {})
    assert value is None
    assert warnings
    with pytest.raises(feel.FeelEvaluationError):
        parse(text).evaluate({}, strict=True)


UNARY = [
    ("-", 1, True),
    ("> 5", 6, True),
    ("> 5", 5, False),
    ('"a", "b"', "b", True),
    ('not("a", "b")', "b", False),
    ('not("a")', "c", True),
    ("[1..3]", 3, True),
    ("]1..3[", 3, False),
    ("null", None, True),
    ("> 5", None, None),
    ("? > 3 and ? < 5", 4, True),
    ('list contains(?, "x")', ["x"], True),
    ("true", True, True),
    ("true", False, False),
    ("false", False, True),
    ('starts with(?, "07"), "1102"', "0701", True),
    ("< 3, > 5", 4, False),
    ("limit", 7, True),
    ("[1, 2]", 2, True),
    ("not(null)", "a", True),
    ('date("2026-01-01")', date(2026, 1, 1), True),
    ('>= date("2026-01-01")', date(2025, 12, 31), False),
]


@pytest.mark.parametrize(("text", "value", "passes"), UNARY)
def test_a_cell_tests_its_input(text: str, value: object, *, passes: bool | None) -> None:
    assert parse(text, unary=True).evaluate({"?": value, "limit": 7}) is passes


def test_free_names_and_calls_are_those_from_outside() -> None:
    found = parse("for i in xs return f(i + y) + {k: 1, l: k}.l + count(zs[a > item])")
    assert found.free_names() == {"xs", "y", "zs", "a"}
    assert found.calls() == {"f", "count"}


def test_a_closed_scope_refuses_what_nothing_defines() -> None:
    known = frozenset({"age"})
    assert parse('deadline("T08") > age', names=known, functions=frozenset({"deadline"}))
    for text in ("agee > 1", 'deadlines("T08")', "exec(age)", "Full Name"):
        with pytest.raises(feel.FeelSyntaxError) as refusal:
            parse(text, names=known, functions=frozenset({"deadline"}))
        assert refusal.value.position >= 0


def test_host_functions_take_and_give_host_values() -> None:
    lent = {"plus_days": lambda start, days: {"on": start, "days": [int(days)]}}
    value = feel.evaluate("plus_days(start: born, days: 3).days[1]", CONTEXT, functions=lent)
    assert value == 3


def test_a_variable_does_not_hide_a_function_of_the_same_name() -> None:
    assert feel.evaluate('date("2026-01-01").year + date', {"date": 1}) == 2027
