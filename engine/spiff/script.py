"""Expressions of a diagram are FEEL; this module alone speaks to the evaluator.

Values cross the border here. Process data hold null, booleans, whole numbers, text, and lists or
contexts of these: a decimal that is no whole number is kept as its exact text, an instant or a
duration as ISO 8601 text, and a binary fraction enters as its shortest decimal text. So no float is
ever stored, and what is saved and restored compares equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine

from engine import feel
from engine.feel import Expression
from engine.feel.refusals import FeelEvaluationError, FeelSyntaxError
from engine.spiff.refusals import ConditionUndecided, DataUnusable, ExpressionFailed
from engine.spiff.world import World

__all__ = ["Expression", "FeelSyntaxError", "compiled", "decide_condition", "evaluate", "plain"]

#: Functions that a diagram may call besides FEEL's own.
HOST_FUNCTIONS = frozenset({"deadline", "warnings"})
#: Exact types that are plain already; most values are, and lists can be long.
_ATOMS = frozenset({type(None), bool, int, str})
_TEMPORAL = (feel.DateTime, feel.Time, feel.DaysDuration, feel.MonthsDuration)


@lru_cache(maxsize=4096)
def compiled(text: str, *, lent: frozenset[str] = HOST_FUNCTIONS) -> Expression:
    """Parse FEEL; `FeelSyntaxError` says where it stops being FEEL, or calls what nobody lends."""
    read = feel.parse(text)
    if read.calls() - lent:
        # A second reading, now with all names known, refuses a call that is none of FEEL's own.
        feel.parse(text, names=read.free_names(), functions=lent)
    return read


def evaluate(
    expression: Expression,
    context: Mapping[str, object],
    *,
    node: str,
    world: World | None = None,
    anchor: str = "",
) -> object:
    """The plain value of an expression at a node; deadlines are asked of the world, if given."""
    functions = {} if world is None else _deadline_functions(world, anchor, node)
    try:
        return plain(expression.evaluate(context, functions=functions), key=node)
    except FeelEvaluationError as refused:
        problem = refused.fields.get("problem", str(refused))
        raise ExpressionFailed(node=node, expression=expression.text, problem=problem) from refused


def decide_condition(expression: Expression, context: Mapping[str, object], *, node: str) -> bool:
    """True or false; anything else is refused, because a guess would send a case the wrong way."""
    value = evaluate(expression, context, node=node)
    if not isinstance(value, bool):
        raise ConditionUndecided(node=node, expression=expression.text, value=value)
    return value


def may_hold(expression: Expression, context: Mapping[str, object], *, node: str) -> bool:
    """True or false of a condition that is waited for; null is not true yet, all else refused."""
    value = evaluate(expression, context, node=node)
    if value is not None and not isinstance(value, bool):
        raise ConditionUndecided(node=node, expression=expression.text, value=value)
    return value is True


def plain(value: object, *, key: str = "") -> object:
    """The value as process data hold it; lists and contexts are copied, never shared."""
    if type(value) in _ATOMS:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return plain(Decimal(str(value)), key=key)
    if isinstance(value, Decimal):
        return _plain_number(value, key)
    if isinstance(value, Mapping):
        return {str(name): plain(each, key=key) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [each if type(each) in _ATOMS else plain(each, key=key) for each in value]
    return _plain_temporal(value, key)


def plain_data(values: Mapping[str, object]) -> dict[str, object]:
    """A copy of process data with every value plain."""
    return {
        name: value if type(value) in _ATOMS else plain(value, key=name)
        for name, value in values.items()
    }


def _plain_number(value: Decimal, key: str) -> int | str:
    if not value.is_finite():
        raise DataUnusable(key=key, kind="number without end")
    if value == value.to_integral_value():
        return int(value)
    return format(value.normalize(), "f")


def _plain_temporal(value: object, key: str) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, _TEMPORAL):
        written = feel.to_json(value)
        return str(written["@"] if isinstance(written, dict) else written)
    raise DataUnusable(key=key, kind=type(value).__name__)


def _deadline_functions(
    world: World, anchor: str, node: str
) -> Mapping[str, Callable[..., object]]:
    def deadline(code: str, arguments: Mapping[str, object] | None = None) -> object:
        return world.deadline(code, plain_data(arguments or {}), anchor, node)

    def warnings(code: str, arguments: Mapping[str, object] | None = None) -> list[object]:
        return list(world.warnings(code, plain_data(arguments or {}), anchor, node))

    return {"deadline": deadline, "warnings": warnings}


class FeelEngine(PythonScriptEngine):
    """What the library asks for an expression or a script: FEEL, and never Python."""

    def __init__(self) -> None:
        self.environment = None

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> object:
        seen = task.workflow.top_workflow.visible(task.workflow, task)
        return evaluate(compiled(expression), seen, node=task.task_spec.name)

    def execute(self, task: Any, script: str, external_context: Any = None) -> None:
        raise NotImplementedError("scripts are operations of the world")
