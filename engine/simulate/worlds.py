"""The virtual world answers what a diagram asks, by assumptions that the trace names.

Operations do nothing unless they are script tokens; decisions come from DMN files that are given;
a deadline that nobody gave is assumed to be one day.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine import decisions
from engine.spiff.durations import read_duration
from engine.spiff.world import OperationCall, Pending

#: What performs an operation in place of the real one.
Performer = Callable[[OperationCall], Mapping[str, object] | Pending]
ASSUMED = "P1D"


def do_nothing(call: OperationCall) -> Mapping[str, object]:
    """An operation without any result."""
    return {}


@dataclass
class VirtualWorld:
    """A world whose clock stands until the player moves it."""

    now: datetime
    business_key: str = "simulated"
    perform: Performer = do_nothing
    #: What performed operations answer, by name; goes before `perform`.
    results: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    models: Sequence[decisions.Model] = ()
    #: ISO 8601 durations by code.
    deadlines: Mapping[str, str] = field(default_factory=dict)
    #: Codes for which no duration was given.
    assumed: set[str] = field(default_factory=set)

    def operate(self, call: OperationCall) -> Mapping[str, object] | Pending:
        """The prepared result of an operation, else what the performer says."""
        if call.operation in self.results:
            return self.results[call.operation]
        return self.perform(call)

    def decide(self, decision: str, inputs: Mapping[str, object]) -> object:
        """The answer of the first model that knows the decision; None when none does."""
        for model in self.models:
            with contextlib.suppress(decisions.NoSuchDecision):
                return model.decide(decision, inputs)
        return None

    def deadline(
        self, code: str, arguments: Mapping[str, object], anchor: str, node: str
    ) -> datetime:
        """So long from now as was given for the code."""
        if code not in self.deadlines:
            self.assumed.add(code)
        return read_duration(self.deadlines.get(code, ASSUMED)).after(self.now)

    def warnings(
        self, code: str, arguments: Mapping[str, object], anchor: str, node: str
    ) -> Sequence[datetime]:
        """One instant, half-way to the deadline."""
        due = self.deadline(code, arguments, anchor, node)
        return [self.now + max(due - self.now, timedelta(0)) / 2]
