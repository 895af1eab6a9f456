"""Gaps, overlaps and hidden rules, each shown by an example."""

from __future__ import annotations

import pytest

from engine.decisions import problems
from tests.engine.decisions.models import STATION, one_table, station, table

CASES = [
    ("UNIQUE", [["< 5", "1"], [">= 5", "2"]], []),
    ("UNIQUE", [["< 5", "1"], ["> 5", "2"]], ["table-gap"]),
    ("UNIQUE", [["<= 5", "1"], [">= 5", "2"]], ["table-overlap"]),
    ("UNIQUE", [["[1..3]", "1"], ["not([1..3])", "2"]], []),
    ("UNIQUE", [['"a"', "1"], ['"b"', "2"]], ["table-gap"]),
    ("UNIQUE", [['"a"', "1"], ['not("a")', "2"]], []),
    ("UNIQUE", [["true", "1"], ["false", "2"]], []),
    ("ANY", [["<= 5", "1"], [">= 5", "1"]], []),
    ("ANY", [["<= 5", "1"], [">= 5", "2"]], ["table-overlap"]),
    ("FIRST", [["<= 5", "1"], ["-", "2"]], []),
    ("FIRST", [["-", "1"], ["<= 5", "2"]], ["table-rule-hidden"]),
    ("FIRST", [["<= 5", "1"], ["> 5", "1"], ["7", "2"]], ["table-rule-hidden"]),
    ("COLLECT", [["1", "1"], ["1", "2"]], []),
    ("UNIQUE", [["> y", "1"], ["<= y", "2"]], ["table-not-analysed"]),
    ("UNIQUE", [['< date("2026-01-01")', "1"], ['> date("2026-01-01")', "2"]], ["table-gap"]),
    ("UNIQUE", [['< duration("P1D")', "1"], ['>= duration("P1D")', "2"]], []),
]


@pytest.mark.parametrize(("policy", "rules", "wanted"), CASES)
def test_a_table_is_judged_by_its_hit_policy(
    policy: str, rules: list[list[str]], wanted: list[str]
) -> None:
    model = one_table(table(["x"], ["o"], rules, policy=policy), "x", "y")
    assert [finding.rule for finding in problems(model)] == wanted


def test_a_gap_between_two_columns_is_shown_by_an_example() -> None:
    rules = [["< 5", "true", "1"], [">= 5", "-", "2"]]
    (gap,) = problems(one_table(table(["x", "y"], ["o"], rules), "x", "y"))
    assert gap.rule == "table-gap"
    assert gap.fields["example"] == {"x": "4", "y": "false"}


def test_an_overlap_names_both_rules() -> None:
    rules = [["<= 5", "-", "1"], ["-", "true", "2"], ["> 5", "false", "3"]]
    (overlap,) = problems(one_table(table(["x", "y"], ["o"], rules), "x", "y"))
    assert overlap.fields["rules"] == [1, 2]


def test_a_large_table_is_judged_too() -> None:
    names = [f"f{n}" for n in range(12)]
    rules = [
        ["false"] * n + ["true"] + ["-"] * (11 - n) + [str(n)] for n in range(12)
    ]  # fmt: skip
    (gap,) = problems(one_table(table(names, ["o"], rules), *names))
    assert gap.fields["example"] == dict.fromkeys(names, "false")


@pytest.mark.parametrize("name", sorted(file.stem for file in STATION.glob("*.dmn")))
def test_the_tables_of_the_station_have_no_problems(name: str) -> None:
    model = station(name)
    assert problems(model) == []
    assert model.id == name
