"""Functions of lists (DMN 1.5 §10.3.4.4); positions count from 1, or from -1 backwards."""

from __future__ import annotations

import functools
from decimal import Decimal

from engine.feel import decimals
from engine.feel.comparison import equal, order
from engine.feel.invocation import call
from engine.feel.library.signature import LIBRARY
from engine.feel.ranges import matches
from engine.feel.run import Run
from engine.feel.values import Function, Range


def _kept(run: Run, items: list[object]) -> list[object]:
    """The list, after asking whether the budget allows its length."""
    run.fit(len(items))
    run.spend(len(items))
    return items


def _index(run: Run, position: Decimal, length: int) -> int | None:
    number = decimals.whole(position)
    if number is None or number == 0 or abs(number) > length:
        return run.warn("a position lies outside the list")
    return number - 1 if number > 0 else length + number


@LIBRARY.function("list contains", "list: list", "element: any")
def list_contains(run: Run, items: list[object], element: object) -> object:
    """Whether an item equals the element; null is found like any other."""
    run.spend(len(items))
    return any(
        equal(run, item, element) is True
        or (isinstance(item, Range) and element is not None and matches(run, element, item) is True)
        for item in items
    )


@LIBRARY.function("count", "list: list")
def count(run: Run, items: list[object]) -> object:
    """How many items there are."""
    return Decimal(len(items))


@LIBRARY.function("sublist", "list: list", "start position: number", "length?: number")
def sublist(run: Run, items: list[object], start: Decimal, length: Decimal | None = None) -> object:
    """`length` items from a position, or all from there."""
    index = _index(run, start, len(items))
    if index is None:
        return None
    size = len(items) - index if length is None else decimals.whole(length)
    if size is None or size < 0 or index + size > len(items):
        return run.warn("a length reaches outside the list")
    return _kept(run, items[index : index + size])


@LIBRARY.function("append", "list: list", "item*: any")
def append(run: Run, items: list[object], more: list[object]) -> object:
    """The list with further items at its end."""
    return _kept(run, [*items, *more])


@LIBRARY.function("concatenate", "list*: list")
def concatenate(run: Run, lists: list[object]) -> object:
    """The items of all lists, one after another."""
    joined: list[object] = []
    for part in lists:
        if part is None:
            return run.warn("null is no list")
        joined += part if isinstance(part, list) else [part]
        run.fit(len(joined))
    return _kept(run, joined)


@LIBRARY.function("insert before", "list: list", "position: number", "newItem: any")
def insert_before(run: Run, items: list[object], position: Decimal, item: object) -> object:
    """The list with a new item before a position."""
    index = _index(run, position, len(items))
    return None if index is None else _kept(run, [*items[:index], item, *items[index:]])


@LIBRARY.function("remove", "list: list", "position: number")
def remove(run: Run, items: list[object], position: Decimal) -> object:
    """The list without the item at a position."""
    index = _index(run, position, len(items))
    return None if index is None else _kept(run, [*items[:index], *items[index + 1 :]])


@LIBRARY.function("list replace", "list: list", "position: number", "newItem: any")
def replace_at(run: Run, items: list[object], position: Decimal, item: object) -> object:
    """The list with another item at a position."""
    index = _index(run, position, len(items))
    return None if index is None else _kept(run, [*items[:index], item, *items[index + 1 :]])


@LIBRARY.function("list replace", "list: list", "match: function", "newItem: any")
def replace_where(run: Run, items: list[object], match: Function, new: object) -> object:
    """The list with another item wherever `match(item, new item)` is true."""
    answers = [call(run, match, [item, new], {}) for item in items]
    if not all(isinstance(answer, bool) for answer in answers):
        return run.warn("a match function must answer with a boolean")
    pairs = zip(items, answers, strict=True)
    return _kept(run, [new if answer is True else item for item, answer in pairs])


@LIBRARY.function("reverse", "list: list")
def reverse(run: Run, items: list[object]) -> object:
    """The list from its end to its beginning."""
    return _kept(run, items[::-1])


@LIBRARY.function("index of", "list: list", "match: any")
def index_of(run: Run, items: list[object], match: object) -> object:
    """Every position at which an item equals the match."""
    return [
        Decimal(place)
        for place, item in enumerate(_kept(run, items), start=1)
        if equal(run, item, match) is True
    ]


@LIBRARY.function("union", "list*: list")
def union(run: Run, lists: list[object]) -> object:
    """The items of all lists, each only once."""
    joined = concatenate(run, lists)
    return distinct_values(run, joined) if isinstance(joined, list) else None


@LIBRARY.function("distinct values", "list: list")
def distinct_values(run: Run, items: list[object]) -> object:
    """The items, each only once, in the order of their first appearance."""
    kept: list[object] = []
    for item in items:
        run.spend(len(kept) + 1)
        if not any(equal(run, item, other) is True for other in kept):
            kept.append(item)
    return kept


@LIBRARY.function("flatten", "list: list")
def flatten(run: Run, items: list[object]) -> object:
    """The items of all lists inside lists."""
    flat: list[object] = []
    stack = items[::-1]
    while stack:
        item = stack.pop()
        run.spend()
        if isinstance(item, list):
            run.fit(len(stack) + len(item))
            stack += item[::-1]
        else:
            flat.append(item)
    return _kept(run, flat)


@LIBRARY.function("sort", "list: list", "precedes: function")
def sort(run: Run, items: list[object], precedes: Function) -> object:
    """The list so ordered that `precedes(earlier, later)` holds; equal items keep their order."""
    odd: list[object] = []

    def compare(one: object, other: object) -> int:
        answer = call(run, precedes, [one, other], {})
        if not isinstance(answer, bool):
            odd.append(answer)
        return -1 if answer is True else 0

    ordered = sorted(_kept(run, items), key=functools.cmp_to_key(compare))
    return run.warn("an order function must answer with a boolean") if odd else ordered


@LIBRARY.function("sort", "list: list")
def sort_naturally(run: Run, items: list[object]) -> object:
    """The list in the natural order of its items."""
    if any(order(items[0], item) is None for item in items):
        return run.warn("the items have no order")
    return sorted(_kept(run, items), key=functools.cmp_to_key(lambda a, b: order(a, b) or 0))
