"""Time a piece of work many times and say its median; the goal stands beside the figure.

Statements are counted beside the time, because their number does not depend on the machine.
"""

from __future__ import annotations

import contextlib
import cProfile
import io
import pstats
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import event

from engine import clock
from engine.database import Database


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


@contextlib.contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What a block sends to the database, beside the beginning and the end of its transactions."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("begin", "pragma")):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def profile_top(work: Callable[[], object], runs: int, lines: int = 30) -> str:
    """Where the time of some runs goes, by function, the dearest first."""
    profile, out = cProfile.Profile(), io.StringIO()
    for _ in range(runs):
        profile.runcall(work)
    pstats.Stats(profile, stream=out).sort_stats("tottime").print_stats(lines)
    return out.getvalue()
