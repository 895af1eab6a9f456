"""A decision table laid out for trying: candidate values of inputs and which rules take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.decisions.building import Builder
from engine.decisions.candidates import candidates_of
from engine.decisions.hit_policies import HitPolicy, policy_of
from engine.decisions.item_definitions import reference_of
from engine.decisions.model import Model
from engine.decisions.reading import Element, attribute, child, children, text_of
from engine.feel.conformance import ANY, Type
from engine.feel.evaluation import parse
from engine.feel.library import catalogue
from engine.feel.refusals import FeelSyntaxError
from engine.feel.run import DEFAULT_BUDGET, Budget, Frame, Run
from engine.feel.text import literal

#: For every column the indexes of candidate values: a box in the space of inputs.
Region = tuple[tuple[int, ...], ...]
_TRIAL_BUDGET = Budget(steps=10_000_000)
_MOST_STATES = 50_000


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A table, its candidate values and the rules' answers to them."""

    policy: HitPolicy
    has_default: bool
    labels: tuple[str, ...]
    #: For every column the candidates in FEEL.
    texts: tuple[tuple[str, ...], ...]
    #: For every rule the region that it takes.
    rules: tuple[Region, ...]
    #: For every rule its outputs as written.
    outputs: tuple[tuple[str, ...], ...]
    whole: Region


def trial_of(model: Model, element: Element) -> Trial | None:
    """The table laid out; None when a cell depends on more than its own input."""
    policy = policy_of(attribute(element, "hitPolicy"))
    inputs = list(children(element, "input"))
    rules = [list(children(rule, "inputEntry")) for rule in children(element, "rule")]
    builder = Builder(types=model.types, paths=frozenset(), is_closed=False)
    columns = [
        _column(builder, column, [text_of(rule[place]) for rule in rules])
        for place, column in enumerate(inputs)
    ]
    if policy is None or any(column is None for column in columns):
        return None
    known = [column for column in columns if column is not None]
    return Trial(
        policy=policy,
        has_default=any(
            child(one, "defaultOutputEntry") is not None for one in children(element, "output")
        ),
        labels=tuple(_label(column) for column in inputs),
        texts=tuple(texts for texts, _ in known),
        rules=tuple(tuple(takes[number] for _, takes in known) for number in range(len(rules))),
        outputs=tuple(
            tuple(text_of(cell) for cell in children(rule, "outputEntry"))
            for rule in children(element, "rule")
        ),
        whole=tuple(tuple(range(len(texts))) for texts, _ in known),
    )


def _label(column: Element) -> str:
    return attribute(column, "label") or text_of(child(column, "inputExpression"))


Column = tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]


def _column(builder: Builder, element: Element, cells: Sequence[str]) -> Column | None:
    """The candidates of a column as texts, and for every cell those that pass."""
    wanted = builder.types.find(reference_of(child(element, "inputExpression"))) or ANY
    allowed = text_of(child(element, "inputValues"))
    texts = [text for text in (*cells, allowed) if text not in ("", "-")]
    try:
        values = candidates_of(texts, wanted, builder.types)
        values = [value for value in values if _is_allowed(value, wanted, allowed)]
        takes = tuple(_taken(cell, values) for cell in cells)
    except (FeelSyntaxError, _Opaque):
        return None
    run = Run(DEFAULT_BUDGET)
    return tuple(literal(run, value) for value in values), takes


class _Opaque(Exception):
    """A cell names something other than its own input."""


def _is_allowed(value: object, wanted: Type, allowed: str) -> bool:
    return wanted.accepts(value) and (not allowed or bool(_taken(allowed, [value])))


def _taken(cell: str, values: Sequence[object]) -> tuple[int, ...]:
    if cell in ("", "-"):
        return tuple(range(len(values)))
    test = parse(cell, unary=True)
    if test.free_names() - {"?"}:
        raise _Opaque
    run = Run(_TRIAL_BUDGET)
    root = Frame(catalogue.VALUES, None, run)
    return tuple(
        place
        for place, value in enumerate(values)
        if test.step(Frame({"?": value}, root, run)) is True
    )


def _within(one: Region, other: Region) -> Region | None:
    """What two regions share, or None when that is nothing."""
    shared = tuple(
        tuple(value for value in mine if value in theirs)
        for mine, theirs in zip(one, other, strict=True)
    )
    return shared if all(shared) else None


def overlap(trial: Trial, one: int, other: int) -> Region | None:
    """Where two rules both match."""
    return _within(trial.rules[one], trial.rules[other])


def covers(trial: Trial, rules: Iterable[int], rule: int) -> bool:
    """Whether some of `rules` matches wherever `rule` does."""
    return first_gap(trial, rules, trial.rules[rule]) is None


def first_gap(trial: Trial, rules: Iterable[int], region: Region) -> Region | None:
    """A part of a region where none of the rules matches."""
    return _gap(trial, frozenset(rules), region, 0, {})


def _gap(
    trial: Trial,
    alive: frozenset[int],
    region: Region,
    column: int,
    seen: dict[tuple[int, frozenset[int]], bool],
) -> Region | None:
    """Column by column, the values that leave the same rules alive are tried only once."""
    if not alive:
        return region
    if column == len(region) or (column, alive) in seen or len(seen) > _MOST_STATES:
        return None
    seen[column, alive] = True
    for rules, values in _split(trial, alive, region, column).items():
        narrowed = (*region[:column], values, *region[column + 1 :])
        gap = _gap(trial, rules, narrowed, column + 1, seen)
        if gap is not None:
            return gap
    return None


def _split(
    trial: Trial, alive: frozenset[int], region: Region, column: int
) -> Mapping[frozenset[int], tuple[int, ...]]:
    groups: dict[frozenset[int], tuple[int, ...]] = {}
    for value in region[column]:
        left = frozenset(rule for rule in alive if value in trial.rules[rule][column])
        groups[left] = (*groups.get(left, ()), value)
    return groups
