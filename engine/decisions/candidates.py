"""Values worth trying in a column: its constants, and what lies beside and between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import cast

from engine.decisions.item_definitions import AllowedType, Types
from engine.feel import decimals, tree
from engine.feel.civil import CivilDate, date_of, day_number
from engine.feel.compiler import compiled
from engine.feel.conformance import Type
from engine.feel.library import catalogue
from engine.feel.parser import Scope, parse_tests
from engine.feel.run import DEFAULT_BUDGET, Frame, Run
from engine.feel.scope import children, mentions
from engine.feel.temporal import DateTime, DaysDuration, MonthsDuration, shifted
from engine.feel.values import Kind, kind

_OTHER = "\u2026"
_TRUTH = (True, False)


def candidates_of(texts: Sequence[str], wanted: Type, types: Types) -> list[object]:
    """Candidate values for a column with these cells and this type; raises FeelSyntaxError."""
    allowed = [target.allowed.text] if (target := _allowed(wanted, types)) is not None else []
    found: list[object] = []
    for text in (*texts, *allowed):
        found += _constants(parse_tests(text, Scope(catalogue.NAMES, frozenset(), {})))
    if all(map(wanted.accepts, _TRUTH)) and not wanted.accepts(Decimal(0)):
        return [*_TRUTH]
    kinds = sorted({kind(value) for value in found if value is not None})
    nothing = [None] if None in found else []
    tried = _distinct(candidate for sort in kinds for candidate in _around(sort, found))
    return nothing + (tried or [_OTHER])


def _allowed(wanted: Type, types: Types) -> AllowedType | None:
    target = types.target(wanted)
    return target if isinstance(target, AllowedType) else None


def _constants(node: tree.Node) -> Iterator[object]:
    """Every value in a tree that depends on no name."""
    if isinstance(node, tree.Literal):
        yield node.value
    elif isinstance(node, tree.Call | tree.Negation) and not mentions(node).free:
        run = Run(DEFAULT_BUDGET)
        yield compiled(node)(Frame(catalogue.VALUES, None, run))
    else:
        for inner in children(node):
            yield from _constants(inner)


def _distinct(values: Iterable[object]) -> list[object]:
    kept: list[object] = []
    for value in values:
        if value not in kept or any(type(value) is not type(one) for one in kept if one == value):
            kept.append(value)
    return kept


def _around(sort: Kind, found: Sequence[object]) -> Iterator[object]:
    values = [value for value in found if value is not None and kind(value) is sort]
    match sort:
        case Kind.BOOLEAN:
            yield from _TRUTH
        case Kind.NUMBER:
            yield from _numbers(sorted(set(cast(list[Decimal], values))))
        case Kind.STRING:
            yield from (*values, _OTHER)
        case Kind.DATE | Kind.DATETIME | Kind.DAYS | Kind.MONTHS:
            yield from (_beside(value, step) for value in values for step in (-1, 0, 1))
        case _:
            yield from values


def _beside(value: object, step: int) -> object:
    """The next smaller or larger value of a kind that has one."""
    match value:
        case DateTime():
            return shifted(value, step)
        case DaysDuration(amount):
            return DaysDuration(amount + step)
        case MonthsDuration(amount):
            return MonthsDuration(amount + step)
    return date_of(day_number(cast(CivilDate, value)) + step)


def _numbers(values: list[Decimal]) -> Iterator[Decimal]:
    """Below, on, between and above; beside whole numbers also their whole neighbours."""
    yield decimals.subtract(values[0], Decimal(1))
    for one, following in itertools.pairwise(values):
        yield one
        yield decimals.divide(decimals.add(one, following), Decimal(2))
    yield values[-1]
    yield decimals.add(values[-1], Decimal(1))
