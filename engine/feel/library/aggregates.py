"""One value out of many: smallest, sum, mean, all, any and their like (DMN 1.5 §10.3.4.4, .5).

Each takes one list, or its items as arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import cast

from engine.feel import decimals
from engine.feel.comparison import order
from engine.feel.library.signature import LIBRARY, Work
from engine.feel.run import Run


def _aggregate(name: str) -> Callable[[Work], Work]:
    """Declare both ways to call: with one list, or with at least two items."""

    def keep(work: Work) -> Work:
        LIBRARY.function(name, "list: list")(work)

        def of_items(run: Run, first: object, second: object, rest: list[object]) -> object:
            return work(run, [first, second, *rest])

        LIBRARY.function(name, "c1: any", "c2: any", "ci*: any")(of_items)
        return work

    return keep


def _numbers(run: Run, items: list[object]) -> list[Decimal] | None:
    run.spend(len(items))
    if all(isinstance(item, Decimal) for item in items):
        return cast(list[Decimal], items)
    return run.warn("only numbers can be reckoned with")


def _extreme(run: Run, items: list[object], wanted: int) -> object:
    run.spend(len(items))
    best = items[0] if items else None
    for item in items:
        place = None if item is None else order(item, best)
        if place is None:
            return run.warn("the items have no order")
        best = item if place * wanted > 0 else best
    return best


@_aggregate("min")
def smallest(run: Run, items: list[object]) -> object:
    """The smallest item; null of nothing."""
    return _extreme(run, items, -1)


@_aggregate("max")
def largest(run: Run, items: list[object]) -> object:
    """The largest item; null of nothing."""
    return _extreme(run, items, 1)


def _total(run: Run, numbers: list[Decimal], start: int) -> Decimal | None:
    combine = decimals.multiply if start else decimals.add
    total = Decimal(start)
    try:
        for number in numbers:
            total = combine(total, number)
    except decimals.NumberFault:
        return run.warn("the result is out of range")
    return total


@_aggregate("sum")
def total(run: Run, items: list[object]) -> object:
    """The sum; null of nothing."""
    numbers = _numbers(run, items)
    return _total(run, numbers, 0) if numbers else None


@_aggregate("product")
def product(run: Run, items: list[object]) -> object:
    """The product; null of nothing."""
    numbers = _numbers(run, items)
    if numbers is not None and not numbers:
        return run.warn("there is no product of nothing")
    return _total(run, numbers, 1) if numbers else None


@_aggregate("mean")
def mean(run: Run, items: list[object]) -> object:
    """The arithmetic mean; null of nothing."""
    numbers = _numbers(run, items)
    if numbers is not None and not numbers:
        return run.warn("there is no mean of nothing")
    whole = _total(run, numbers, 0) if numbers else None
    return None if whole is None or not numbers else decimals.divide(whole, Decimal(len(numbers)))


@_aggregate("median")
def median(run: Run, items: list[object]) -> object:
    """The middle number, or the mean of the two in the middle; null of nothing."""
    numbers = sorted(_numbers(run, items) or [])
    if not numbers:
        return None
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return decimals.divide(decimals.add(numbers[middle - 1], numbers[middle]), Decimal(2))


@_aggregate("stddev")
def stddev(run: Run, items: list[object]) -> object:
    """The sample standard deviation of at least two numbers."""
    numbers = _numbers(run, items)
    if numbers is None or len(numbers) < 2:
        return None if numbers is None else run.warn("a deviation needs two numbers")
    average = mean(run, items)
    if not isinstance(average, Decimal):
        return None
    try:
        squares = [decimals.power(decimals.subtract(n, average), Decimal(2)) for n in numbers]
        spread = _total(run, squares, 0)
        variance = decimals.divide(spread or Decimal(0), Decimal(len(numbers) - 1))
        return variance.sqrt(decimals.CONTEXT)
    except decimals.NumberFault:
        return run.warn("the result is out of range")


@_aggregate("mode")
def mode(run: Run, items: list[object]) -> object:
    """The most frequent numbers, smallest first."""
    numbers = _numbers(run, items)
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, found in counts.items() if found == most)


def _decided(run: Run, items: list[object], *, stop: bool) -> object:
    run.spend(len(items))
    if any(item is stop for item in items):
        return stop
    if any(item is not None and not isinstance(item, bool) for item in items):
        return run.warn("only booleans can be joined")
    return None if None in items else not stop


@_aggregate("all")
def every(run: Run, items: list[object]) -> object:
    """Whether every item is true; false as soon as one is false."""
    return _decided(run, items, stop=False)


@_aggregate("any")
def some(run: Run, items: list[object]) -> object:
    """Whether one item is true."""
    return _decided(run, items, stop=True)
