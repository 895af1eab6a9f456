"""Closures of a decision table's cells: the input `?` passes one test, or none when negated.

Cells are tried far more often than anything else, so those that hold only constants are worked out
once: texts become a set, numbers a pair of bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.feel import ranges, tree
from engine.feel.compile_operators import ORDERED, Compile
from engine.feel.run import Frame, Run, Step
from engine.feel.scope import mentions
from engine.feel.values import Range

Test = Callable[[Run, object, Frame], bool | None]


def unary_tests(node: tree.UnaryTests, inner: Compile) -> Step:
    """The closure of a cell: true when the input passes, null when that cannot be said."""
    if node.is_any:
        return _passes_anything
    tests = tuple(_test(test, inner(test)) for test in node.tests)
    ask = _one_of(tests, is_negated=node.is_negated)
    texts = _texts(node.tests)
    return ask if texts is None else _quick_texts(texts, ask, is_negated=node.is_negated)


def _passes_anything(frame: Frame) -> object:
    """The cell `-`."""
    return True


def _one_of(tests: tuple[Test, ...], *, is_negated: bool) -> Step:
    def ask(frame: Frame) -> object:
        value = frame.values["?"]
        answer: bool | None = False
        for test in tests:
            passed = test(frame.run, value, frame)
            if passed is True:
                return not is_negated
            answer = None if passed is None else answer
        return is_negated if answer is False else None

    return ask


def _texts(tests: tuple[tree.Node, ...]) -> frozenset[str] | None:
    """The texts of a cell that holds nothing else."""
    texts: set[str] = set()
    for test in tests:
        if not isinstance(test, tree.Literal) or not isinstance(test.value, str):
            return None
        texts.add(test.value)
    return frozenset(texts)


def _quick_texts(texts: frozenset[str], ask: Step, *, is_negated: bool) -> Step:
    def quick(frame: Frame) -> object:
        value = frame.values["?"]
        if type(value) is str:
            return (value in texts) is not is_negated
        return ask(frame)

    return quick


def _test(node: tree.Node, step: Step) -> Test:
    if isinstance(node, tree.UnaryComparison) and node.operator in ORDERED:
        return _quick_numbers(_comparison(node.operator, node.operand), _ordered_test(step))
    if isinstance(node, tree.Interval):
        return _quick_numbers(_within(node), _value_test(node, step))
    # A test that speaks of the input is a condition, any other is a value to compare with.
    return _condition(step) if "?" in mentions(node).free else _value_test(node, step)


def _condition(step: Step) -> Test:
    def ask(run: Run, value: object, frame: Frame) -> bool | None:
        test = step(frame)
        return test if isinstance(test, bool) else _passes(run, value, test)

    return ask


def _value_test(node: tree.Node, step: Step) -> Test:
    is_plain = isinstance(node, tree.Literal | tree.Name)
    is_interval = isinstance(node, tree.Interval)

    def ask(run: Run, value: object, frame: Frame) -> bool | None:
        test = step(frame)
        if test is None and is_interval:
            return None
        if isinstance(test, bool) and not is_plain and not isinstance(value, bool):
            return test
        return _passes(run, value, test)

    return ask


def _passes(run: Run, value: object, test: object) -> bool | None:
    if value is None and isinstance(test, Range):
        return None
    return ranges.matches(run, value, test)


def _ordered_test(step: Step) -> Test:
    def ask(run: Run, value: object, frame: Frame) -> bool | None:
        bound = step(frame)
        if not isinstance(bound, Range) or value is None:
            return None
        return ranges.includes(run, bound, value)

    return ask


def _quick_numbers(holds: Callable[[Decimal], bool] | None, ask: Test) -> Test:
    """Ask the short way where bounds and value are numbers."""
    if holds is None:
        return ask

    def quick(run: Run, value: object, frame: Frame) -> bool | None:
        return holds(value) if type(value) is Decimal else ask(run, value, frame)

    return quick


def _number(node: tree.Node) -> Decimal | None:
    if isinstance(node, tree.Negation):
        inner = _number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, tree.Literal) and isinstance(node.value, Decimal):
        return node.value
    return None


def _comparison(operator: str, operand: tree.Node) -> Callable[[Decimal], bool] | None:
    bound, holds = _number(operand), ORDERED[operator]
    return None if bound is None else lambda value: holds(value, bound)


def _within(node: tree.Interval) -> Callable[[Decimal], bool] | None:
    low, high = _number(node.low), _number(node.high)
    if low is None or high is None:
        return None
    above = ORDERED[">=" if node.low_included else ">"]
    below = ORDERED["<=" if node.high_included else "<"]
    return lambda value: above(value, low) and below(value, high)
