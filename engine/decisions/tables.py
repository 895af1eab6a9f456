"""Decision tables (DMN 1.5 §8.2): reading, and finding the rules whose tests all pass."""

from __future__ import annotations

from dataclasses import dataclass

from engine.decisions import hit_policies
from engine.decisions.building import Builder, broken
from engine.decisions.hit_policies import Aggregator, HitPolicy, Output
from engine.decisions.item_definitions import reference_of
from engine.decisions.reading import (
    Element,
    attribute,
    child,
    children,
    named,
    place_of,
    text_of,
)
from engine.feel.conformance import ANY, Type, coerced
from engine.feel.run import Frame, Step


@dataclass(frozen=True, kw_only=True)
class Input:
    """One input column."""

    step: Step
    type: Type
    #: The test that a value must pass at all, or None.
    allowed: Step | None
    place: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row: a test for every input (None where anything passes), a value for every output."""

    tests: tuple[Step | None, ...]
    values: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A decision table that can be evaluated."""

    policy: HitPolicy
    aggregator: Aggregator | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    def evaluate(self, frame: Frame) -> object:
        """The result of the rules that match, as the hit policy says."""
        columns = _columns(self, frame)
        if columns is None:
            return None
        hits: list[Rule] = []
        is_first = self.policy is HitPolicy.FIRST
        for rule in self.rules:
            if _matches(rule, columns):
                hits.append(rule)
                if is_first:
                    break
        return hit_policies.result(self, [rule.values for rule in hits], frame)


def _columns(table: Table, frame: Frame) -> list[Frame] | None:
    columns: list[Frame] = []
    for column in table.inputs:
        value = column.step(frame)
        if column.type is not ANY:
            fits, value = coerced(value, column.type)
            if not fits:
                return frame.run.warn(f"the input {column.place} has another type")
        inner = Frame({"?": value}, frame, frame.run)
        if column.allowed is not None and value is not None and column.allowed(inner) is not True:
            return frame.run.warn(f"the input {column.place} is not an allowed value")
        columns.append(inner)
    frame.run.spend(len(table.rules) + 1)
    return columns


def _matches(rule: Rule, columns: list[Frame]) -> bool:
    for test, column in zip(rule.tests, columns, strict=True):
        if test is not None and test(column) is not True:
            return False
    return True


def step(builder: Builder, element: Element, names: frozenset[str]) -> Step:
    """The step of a `decisionTable` element."""
    outputs = list(children(element, "output"))
    inputs = list(children(element, "input"))
    policy = hit_policies.policy_of(attribute(element, "hitPolicy"))
    aggregator = hit_policies.aggregator_of(attribute(element, "aggregation"))
    if policy is None or (aggregator is None and attribute(element, "aggregation")):
        builder.find("decision-hit-policy", element, policy=attribute(element, "hitPolicy"))
        return broken(element)
    rules = [
        _rule(builder, rule, names, len(inputs), len(outputs)) for rule in children(element, "rule")
    ]
    table = Table(
        policy=policy,
        aggregator=aggregator,
        inputs=tuple(_input(builder, column, names) for column in inputs),
        outputs=tuple(_output(builder, column, names) for column in outputs),
        rules=tuple(rule for rule in rules if rule is not None),
    )
    return table.evaluate


def _input(builder: Builder, element: Element, names: frozenset[str]) -> Input:
    expression = child(element, "inputExpression")
    text = text_of(expression)
    allowed = text_of(child(element, "inputValues"))
    if not text:
        builder.find("decision-empty", element)
    return Input(
        step=builder.text(text, names, element) if text else broken(element),
        type=builder.type_of(reference_of(expression), element),
        allowed=builder.text(allowed, names, element, unary=True) if allowed else None,
        place=attribute(element, "label") or text or place_of(element),
    )


def _output(builder: Builder, element: Element, names: frozenset[str]) -> Output:
    allowed = text_of(child(element, "outputValues"))
    default = child(element, "defaultOutputEntry")
    default_text = text_of(default)
    return Output(
        name=named(element),
        type=builder.type_of(reference_of(element), element),
        allowed=builder.text(allowed, names, element, unary=True) if allowed else None,
        ranking=hit_policies.ranking(builder, allowed, names, element),
        default=builder.text(default_text, names, element) if default_text else None,
        place=named(element) or place_of(element),
    )


def _rule(
    builder: Builder, element: Element, names: frozenset[str], inputs: int, outputs: int
) -> Rule | None:
    tests = [_test(builder, cell, names) for cell in children(element, "inputEntry")]
    values = [_value(builder, cell, names) for cell in children(element, "outputEntry")]
    if (len(tests), len(values)) != (inputs, outputs):
        builder.find("decision-columns", element, inputs=len(tests), outputs=len(values))
        return None
    return Rule(tests=tuple(tests), values=tuple(values))


def _test(builder: Builder, cell: Element, names: frozenset[str]) -> Step | None:
    text = text_of(cell)
    if text in ("", "-"):
        return None
    return builder.text(text, names, cell, unary=True)


def _value(builder: Builder, cell: Element, names: frozenset[str]) -> Step:
    text = text_of(cell)
    return builder.text(text, names, cell) if text and text != "-" else _nothing


def _nothing(frame: Frame) -> object:
    """The value of an empty output cell."""
    return None
