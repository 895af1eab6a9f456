"""Closures of arithmetic, comparison, logic and ranges.

Numbers take a short way, because conditions compare numbers far more often than anything else.
"""

from __future__ import annotations

import operator as python
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import arithmetic, ranges, tree
from engine.feel.comparison import equal, order
from engine.feel.run import Frame, Step
from engine.feel.values import kind

Compile = Callable[[tree.Node], Step]
#: What a comparison says of the place of one value before or after another.
ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "<": python.lt,
    "<=": python.le,
    ">": python.gt,
    ">=": python.ge,
}


def compiled(node: tree.Node, inner: Compile) -> Step:
    """The closure of an operator node."""
    match node:
        case tree.Comparison(operator, left, right) if operator in ORDERED:
            return _ordering(operator, inner(left), inner(right))
        case tree.Comparison(operator, left, right):
            return _equality(inner(left), inner(right), is_negated=operator == "!=")
        case tree.Junction(is_and, parts):
            return _junction(tuple(inner(part) for part in parts), stop=not is_and)
        case tree.Arithmetic(operator, left, right):
            return _arithmetic(operator, inner(left), inner(right))
        case tree.Negation(operand):
            return _negation(inner(operand))
    return _compiled_test(node, inner)


def _compiled_test(node: tree.Node, inner: Compile) -> Step:
    match node:
        case tree.Between():
            return _between(inner(node.value), inner(node.low), inner(node.high))
        case tree.Membership():
            tests = tuple((inner(test), isinstance(test, tree.Interval)) for test in node.tests)
            return _membership(inner(node.value), tests)
        case tree.Interval():
            return _interval(node, inner(node.low), inner(node.high))
        case tree.UnaryComparison(operator, operand):
            return _unary_comparison(operator, inner(operand))
    raise TypeError(f"Expected a node of the syntax tree, but got {type(node).__name__}.")


def _ordering(operator: str, left: Step, right: Step) -> Step:
    holds = ORDERED[operator]

    def compare(frame: Frame) -> object:
        one = left(frame)
        other = right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            return holds(one, other)
        place = order(one, other)
        if place is not None:
            return holds(place, 0)
        return frame.run.warn(f"{kind(one)} and {kind(other)} have no order")

    return compare


def _equality(left: Step, right: Step, *, is_negated: bool) -> Step:
    def compare(frame: Frame) -> object:
        one = left(frame)
        other = right(frame)
        if type(one) is str and type(other) is str:
            return (one == other) is not is_negated
        same = equal(frame.run, one, other)
        if same is None:
            return frame.run.warn(f"{kind(one)} and {kind(other)} cannot be equal")
        return same is not is_negated

    return compare


def _junction(parts: tuple[Step, ...], *, stop: bool) -> Step:
    """Three-valued `and` (stops at false) and `or` (stops at true), DMN 1.5 Table 50."""

    def join(frame: Frame) -> object:
        answer: bool | None = not stop
        odd: object = None
        for part in parts:
            value = part(frame)
            if value is stop:
                return stop
            if type(value) is not bool:
                answer = None
                odd = value if odd is None else odd
        if odd is not None:
            frame.run.warn(f"a {kind(odd)} is no boolean")
        return answer

    return join


def _arithmetic(operator: str, left: Step, right: Step) -> Step:
    combine = arithmetic.OPERATIONS[operator]

    def work(frame: Frame) -> object:
        return combine(frame.run, left(frame), right(frame))

    return work


def _negation(operand: Step) -> Step:
    return lambda frame: arithmetic.negated(frame.run, operand(frame))


def _between(value: Step, low: Step, high: Step) -> Step:
    def compare(frame: Frame) -> object:
        one, below, above = value(frame), low(frame), high(frame)
        first, second = order(one, below), order(one, above)
        if first is None or second is None:
            return frame.run.warn(f"{kind(one)} cannot be between {kind(below)} and {kind(above)}")
        return first >= 0 and second <= 0

    return compare


def _membership(value: Step, tests: tuple[tuple[Step, bool], ...]) -> Step:
    """Each test comes with whether it is an interval, whose null is a fault and not a value."""

    def ask(frame: Frame) -> object:
        one = value(frame)
        inside = Frame({"?": one}, frame, frame.run)
        answer: bool | None = False
        for test, is_interval in tests:
            wanted = test(inside)
            is_fault = wanted is None and is_interval
            passed = None if is_fault else ranges.matches(frame.run, one, wanted)
            if passed is True:
                return True
            answer = None if passed is None else answer
        return answer

    return ask


def _interval(node: tree.Interval, low: Step, high: Step) -> Step:
    def build(frame: Frame) -> object:
        return ranges.make_interval(
            frame.run,
            low(frame),
            high(frame),
            low_included=node.low_included,
            high_included=node.high_included,
        )

    return build


def _unary_comparison(operator: str, operand: Step) -> Step:
    return lambda frame: ranges.make_comparison(frame.run, operator, operand(frame))
