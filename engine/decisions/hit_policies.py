"""What a table gives when none, one or several rules match (DMN 1.5 §8.2.10 and .11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.decisions.building import Builder
from engine.decisions.reading import Element
from engine.feel.comparison import equal
from engine.feel.conformance import Type, coerced
from engine.feel.library import aggregates
from engine.feel.run import Frame, Run, Step

if TYPE_CHECKING:
    from engine.decisions.tables import Table


class HitPolicy(StrEnum):
    """How many rules may match, and which of them count."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    ANY = "ANY"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


class Aggregator(StrEnum):
    """What COLLECT makes of its list."""

    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


@dataclass(frozen=True, kw_only=True)
class Output:
    """One output column."""

    name: str
    type: Type
    allowed: Step | None
    #: The values of `outputValues` from first to last, for the policies that rank by them.
    ranking: Step | None
    default: Step | None
    place: str


def policy_of(text: str) -> HitPolicy | None:
    """The policy that an attribute names; UNIQUE when it is absent."""
    wanted = text.replace("_", " ").upper() or "UNIQUE"
    return next((policy for policy in HitPolicy if policy == wanted), None)


def aggregator_of(text: str) -> Aggregator | None:
    """The aggregator that an attribute names."""
    return next((one for one in Aggregator if one == text.upper()), None)


def ranking(builder: Builder, allowed: str, names: frozenset[str], element: Element) -> Step | None:
    """The listed output values as one list; None when there are none or they are conditions."""
    if not allowed:
        return None
    probe = Builder(types=builder.types, paths=builder.paths, is_closed=False)
    expression = probe.expression(f"[{allowed}]", names, element)
    return None if expression is None else expression.step


def result(table: Table, hits: Sequence[tuple[Step, ...]], frame: Frame) -> object:
    """The table's value."""
    if table.policy is HitPolicy.UNIQUE and len(hits) > 1:
        return frame.run.warn("several rules match where one must be unique")
    if not hits:
        return _of_nothing(table, frame)
    rows = [_row(table.outputs, values, frame) for values in hits]
    match table.policy:
        case HitPolicy.ANY:
            return _if_equal(table, rows, frame.run)
        case HitPolicy.PRIORITY:
            return _shaped(table, _ranked(table, rows, frame)[0])
        case HitPolicy.OUTPUT_ORDER:
            return [_shaped(table, row) for row in _ranked(table, rows, frame)]
        case HitPolicy.RULE_ORDER:
            return [_shaped(table, row) for row in rows]
        case HitPolicy.COLLECT:
            return _collected(table, rows, frame.run)
    return _shaped(table, rows[0])


Row = list[object]


def _row(outputs: tuple[Output, ...], values: tuple[Step, ...], frame: Frame) -> Row:
    return [
        _value(column, step(frame), frame) for column, step in zip(outputs, values, strict=True)
    ]


def _value(column: Output, value: object, frame: Frame) -> object:
    fits, value = coerced(value, column.type)
    if not fits:
        return frame.run.warn(f"the output {column.place} has another type")
    if column.allowed is None or value is None:
        return value
    if column.allowed(Frame({"?": value}, frame, frame.run)) is True:
        return value
    return frame.run.warn(f"the output {column.place} is not an allowed value")


def _shaped(table: Table, row: Row) -> object:
    if len(table.outputs) == 1:
        return row[0]
    return {column.name: value for column, value in zip(table.outputs, row, strict=True)}


def _of_nothing(table: Table, frame: Frame) -> object:
    if any(column.default is not None for column in table.outputs):
        defaults = [
            None if column.default is None else column.default(frame) for column in table.outputs
        ]
        return _shaped(table, defaults)
    return Decimal(0) if table.aggregator is Aggregator.COUNT else None


def _if_equal(table: Table, rows: list[Row], run: Run) -> object:
    first = list(rows[0])
    if all(equal(run, first, list(row)) for row in rows[1:]):
        return _shaped(table, rows[0])
    return run.warn("the rules that match do not agree")


def _ranked(table: Table, rows: list[Row], frame: Frame) -> list[Row]:
    """The rows by the rank of their first output, then of their second, and so on."""
    rankings = [[] if column.ranking is None else column.ranking(frame) for column in table.outputs]

    def rank(row: Row) -> list[int]:
        return [
            _rank(frame.run, order if isinstance(order, list) else [], value)
            for order, value in zip(rankings, row, strict=True)
        ]

    return sorted(rows, key=rank)


def _rank(run: Run, order: list[object], value: object) -> int:
    for place, one in enumerate(order):
        if equal(run, one, value) is True:
            return place
    return len(order)


_REDUCTIONS = {
    Aggregator.SUM: aggregates.total,
    Aggregator.MIN: aggregates.smallest,
    Aggregator.MAX: aggregates.largest,
}


def _collected(table: Table, rows: list[Row], run: Run) -> object:
    if table.aggregator is None:
        return [_shaped(table, row) for row in rows]
    if table.aggregator is Aggregator.COUNT:
        return Decimal(len(rows))
    reduce = _REDUCTIONS[table.aggregator]
    return _shaped(table, [reduce(run, list(column)) for column in zip(*rows, strict=True)])
