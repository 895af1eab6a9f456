"""Every hit policy and aggregator, and what a table does with odd inputs."""

from __future__ import annotations

import pytest

from engine import decisions, feel
from tests.engine.decisions.models import decision, definitions, inputs, one_table, table

RULES = [["> 10", '"a"'], ["> 20", '"b"'], ["> 30", '"a"']]
POINTS = [["> 10", "3"], ["> 20", "1"], ["> 30", "2"]]


@pytest.mark.parametrize(
    ("policy", "value", "wanted"),
    [
        ("UNIQUE", 15, "a"),
        ("UNIQUE", 25, None),
        ("UNIQUE", 5, None),
        ("FIRST", 25, "a"),
        ("ANY", 15, "a"),
        ("ANY", 25, None),
        ("PRIORITY", 35, "b"),
        ("RULE ORDER", 35, ["a", "b", "a"]),
        ("OUTPUT ORDER", 35, ["b", "a", "a"]),
        ("COLLECT", 35, ["a", "b", "a"]),
        ("COLLECT", 5, None),
    ],
)
def test_a_hit_policy_says_which_rules_count(policy: str, value: int, wanted: object) -> None:
    model = one_table(table(["x"], ["o"], RULES, policy=policy, ranking='"b", "a"'), "x")
    assert model.decide("out", {"x": value}) == wanted


@pytest.mark.parametrize(
    ("aggregation", "value", "wanted"),
    [
        ("SUM", 35, 6),
        ("MIN", 35, 1),
        ("MAX", 35, 3),
        ("COUNT", 35, 3),
        ("COUNT", 5, 0),
        ("SUM", 5, None),
    ],
)
def test_collect_can_reduce_its_list(aggregation: str, value: int, wanted: object) -> None:
    xml = table(["x"], ["o"], POINTS, policy="COLLECT", aggregation=aggregation)
    assert one_table(xml, "x").decide("out", {"x": value}) == wanted


def test_several_outputs_make_a_context_and_a_default_fills_a_gap() -> None:
    xml = table(["x"], ["颜色", "level"], [["> 1", '"红"', "x * 2"]], default='"none"')
    model = one_table(xml, "x")
    assert model.decide("out", {"x": 2}) == {"颜色": "红", "level": 4}
    assert model.decide("out", {"x": 0}) == {"颜色": "none", "level": "none"}


def test_rules_that_match_where_one_must_be_unique_are_told() -> None:
    model = one_table(table(["x"], ["o"], RULES), "x")
    assert model.outcome("out", {"x": 25}).warnings
    with pytest.raises(feel.FeelEvaluationError):
        model.decide("out", {"x": 25}, strict=True)


def test_input_values_of_a_type_are_enforced() -> None:
    colour = (
        '<itemDefinition name="colour"><typeRef>string</typeRef><allowedValues>'
        '<text>"red", "green"</text></allowedValues></itemDefinition>'
    )
    xml = definitions(
        colour,
        inputs("c", type_ref="colour"),
        decision("out", table(["c"], ["o"], [["-", "c"]]), ["i_c"]),
    )
    model = decisions.load(xml)
    assert model.decide("out", {"c": "red"}) == "red"
    outcome = model.outcome("out", {"c": "blue"})
    assert outcome.value is None
    assert outcome.warnings


def test_an_output_is_computed_from_inputs() -> None:
    model = one_table(
        table(["x", "y"], ["o"], [["-", "> x", "y - x"], ["-", "<= x", "0"]]), "x", "y"
    )
    assert model.decide("out", {"x": 3, "y": 5}) == 2
    assert model.decide("out", {"x": 3, "y": 3}) == 0
