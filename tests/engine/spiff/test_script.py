from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.spiff.outcome import FactTag
from engine.spiff.refusals import DataUnusable, ExpressionFailed
from engine.spiff.script import FeelEngine, compiled, evaluate, plain


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (Decimal("3.0"), 3),
        (Decimal("1E+3"), 1000),
        (Decimal("1.50"), "1.5"),
        (0.1, "0.1"),
        (FactTag.TASK_OPENED, "task:opened"),
        (2.0, 2),
        (("a", Decimal(1)), ["a", 1]),
        ({"a": {"b": Decimal("0.25")}}, {"a": {"b": "0.25"}}),
        (date(2025, 3, 3), "2025-03-03"),
        (datetime(2025, 3, 3, 1, tzinfo=UTC), "2025-03-03T01:00:00+00:00"),
    ],
)
def test_values_are_kept_plain(value, kept):
    assert plain(value) == kept
    assert type(plain(value)) is type(kept)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x", float("nan"), float("inf")])
def test_what_is_no_data_is_refused(value):
    with pytest.raises(DataUnusable):
        plain(value, key="x")


leaves = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.text()
    | some.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)
)
values = some.recursive(
    leaves, lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner)
)


@given(values)
def test_plain_values_survive_json_and_stay_as_they_are(value):
    once = plain(value)
    assert plain(once) == once
    assert json.loads(json.dumps(once)) == once


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x + 1", 4),
        ("x / 2", "1.5"),
        ('date("2025-03-03")', "2025-03-03"),
        ('duration("PT2H")', "PT2H"),
        ("[x, missing]", [3, None]),
        ("missing", None),
    ],
)
def test_feel_values_become_plain(text, value):
    assert evaluate(compiled(text), {"x": 3}, node="n") == value


def test_an_expression_that_spends_too_much_is_refused_with_its_node():
    heavy = compiled("count(for a in 1..9999, b in 1..9999 return a)")
    with pytest.raises(ExpressionFailed) as refused:
        evaluate(heavy, {}, node="n")
    assert refused.value.fields["node"] == "n"


def test_the_library_can_run_no_python():
    with pytest.raises(NotImplementedError):
        FeelEngine().execute(None, "import os")
