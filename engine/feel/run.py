"""One evaluation: what it may spend, what it warned of, and the frames its names live in.

The budget makes every evaluation end; nothing here knows the language itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from engine.feel.refusals import FeelEvaluationError


@dataclass(frozen=True, kw_only=True)
class Budget:
    """The most that one evaluation may use; beyond it the evaluation is refused."""

    #: Loop turns, calls and visited list items.
    steps: int = 100_000
    #: Calls inside calls.
    depth: int = 40
    #: Characters of one text, or items of one list.
    size: int = 200_000


DEFAULT_BUDGET = Budget()

#: The type that was awaited where a type error gave null instead.
Awaited = TypeVar("Awaited")


class Run:
    """The counters and warnings of one evaluation; lives exactly as long as it."""

    __slots__ = ("budget", "depth", "left", "strict", "warnings")

    def __init__(self, budget: Budget, *, strict: bool = False) -> None:
        self.budget = budget
        self.left = budget.steps
        self.depth = 0
        self.strict = strict
        self.warnings: list[str] = []

    def warn(self, problem: str) -> Awaited | None:
        """Note a type error and give null, whatever type was awaited; under strictness refuse."""
        if self.strict:
            raise FeelEvaluationError(problem=problem)
        if len(self.warnings) < 100:
            self.warnings.append(problem)
        return None

    def spend(self, steps: int = 1) -> None:
        """Count work; more than the budget allows is refused."""
        self.left -= steps
        if self.left < 0:
            raise FeelEvaluationError(problem=f"it needs more than {self.budget.steps} steps")

    def fit(self, size: int) -> None:
        """Refuse a text or list that is longer than the budget allows, before it is built."""
        if size > self.budget.size:
            raise FeelEvaluationError(problem=f"a value would hold more than {self.budget.size}")

    def enter(self) -> None:
        """Go one call deeper."""
        self.depth += 1
        if self.depth > self.budget.depth:
            raise FeelEvaluationError(problem=f"calls nest deeper than {self.budget.depth}")

    def leave(self) -> None:
        """Come back from a call."""
        self.depth -= 1


class Frame:
    """Names and their values, with the frame around it; the innermost name wins."""

    __slots__ = ("parent", "run", "values")

    def __init__(self, values: dict[str, object], parent: Frame | None, run: Run) -> None:
        self.values = values
        self.parent = parent
        self.run = run


#: A compiled expression: give it a frame and it gives the value.
Step = Callable[[Frame], object]
