"""Time a piece of work many times and say its median; the goal stands beside the figure."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine import clock


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the output."""

    name: str
    value: float
    unit: str
    #: The goal in words, e.g. "≤ 5".
    goal: str = ""
    #: Spread of the runs, when there were several.
    low: float | None = None
    high: float | None = None

    def line(self) -> str:
        """The figure as it is printed."""
        spread = f"  ({self.low:.2f}–{self.high:.2f})" if self.low is not None else ""
        goal = f"  goal {self.goal}" if self.goal else ""
        return f"{self.name:<58} {self.value:>10.2f} {self.unit}{spread}{goal}"


def milliseconds(work: Callable[[], object], runs: int) -> list[float]:
    """How long each of some runs took."""
    found = []
    for _ in range(runs):
        began = clock.monotonic()
        work()
        found.append((clock.monotonic() - began) * 1000)
    return found


def median(name: str, runs: Sequence[float], unit: str = "ms", goal: str = "") -> Figure:
    """The median of some runs with the 10th and 90th percentile."""
    ordered = sorted(runs)
    tenth = len(ordered) // 10
    return Figure(
        name=name, value=statistics.median(ordered), unit=unit, goal=goal,
        low=ordered[tenth], high=ordered[-1 - tenth],
    )  # fmt: skip
