"""Closures of `for`, `some` and `every`; every turn is paid for from the budget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import cast

from engine.feel import decimals, tree
from engine.feel.civil import CivilDate, date_of, day_number
from engine.feel.run import Frame, Step
from engine.feel.values import Kind, Range, kind

Compile = Callable[[tree.Node], Step]


def compiled(node: tree.For | tree.Quantified, inner: Compile) -> Step:
    """The closure of a loop."""
    turns = tuple(
        (turn.name, inner(turn.source), None if turn.high is None else inner(turn.high))
        for turn in node.iterators
    )
    if isinstance(node, tree.For):
        return _for(turns, inner(node.body))
    return _quantified(turns, inner(node.condition), is_every=node.is_every)


Turns = tuple[tuple[str, Step, Step | None], ...]


class _NotIterable(Exception):
    """A source is neither a list nor a finite range; the loop as a whole is null."""


def _for(turns: Turns, body: Step) -> Step:
    def loop(frame: Frame) -> object:
        results: list[object] = []
        start = Frame({"partial": results}, frame, frame.run)
        try:
            for inner in _frames(start, turns):
                frame.run.fit(len(results) + 1)
                results.append(body(inner))
        except _NotIterable:
            return frame.run.warn("a loop runs over something that is no list and no range")
        return results

    return loop


def _quantified(turns: Turns, condition: Step, *, is_every: bool) -> Step:
    def loop(frame: Frame) -> object:
        answer: bool | None = is_every
        try:
            for inner in _frames(frame, turns):
                value = condition(inner)
                if value is not None and not isinstance(value, bool):
                    return frame.run.warn(f"a {kind(value)} is no boolean")
                answer = _joined(answer=answer, value=value, is_every=is_every)
        except _NotIterable:
            return frame.run.warn("a quantifier runs over something that is no list and no range")
        return answer

    return loop


def _joined(*, answer: bool | None, value: bool | None, is_every: bool) -> bool | None:
    """Three-valued `and` of every answer, or `or` of some."""
    stop = not is_every
    if answer is stop or value is stop:
        return stop
    return None if value is None else answer


def _frames(frame: Frame, turns: Turns) -> Iterator[Frame]:
    """One frame a combination, the last name changing fastest."""
    if not turns:
        yield frame
        return
    name, source, high = turns[0]
    for value in _values(frame, source, high):
        frame.run.spend()
        yield from _frames(Frame({name: value}, frame, frame.run), turns[1:])


def _values(frame: Frame, source: Step, high: Step | None) -> Iterable[object]:
    value = source(frame)
    if high is not None:
        return _between(value, high(frame))
    if isinstance(value, list):
        return list(value)
    if isinstance(value, Range):
        return _inside(value)
    if value is None:
        raise _NotIterable
    return [value]


def _inside(span: Range) -> Iterable[object]:
    values = iter(_between(span.low, span.high))
    for value in values:
        is_open_end = (value == span.low and not span.low_included) or (
            value == span.high and not span.high_included
        )
        if not is_open_end:
            yield value


def _between(low: object, high: object) -> Iterable[object]:
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        first, last = decimals.whole(low), decimals.whole(high)
        if first is None or last is None:
            raise _NotIterable
        return (Decimal(number) for number in _count(first, last))
    if low is not None and high is not None and kind(low) is kind(high) is Kind.DATE:
        ends = (day_number(cast(CivilDate, low)), day_number(cast(CivilDate, high)))
        return (date_of(number) for number in _count(*ends))
    raise _NotIterable


def _count(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)
