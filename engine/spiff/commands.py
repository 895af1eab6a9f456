"""A command asks one running diagram for one step; there are exactly these ten.

A token names one waiting place of one instance and is never used twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.spiff.nodes import EventKind


@dataclass(frozen=True, kw_only=True)
class CompleteTask:
    """A person has finished an open task."""

    token: str
    #: Written into process data (into the item's own data inside a multi-instance).
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FireTimer:
    """An armed timer is due: `due <= now`."""

    token: str


@dataclass(frozen=True, kw_only=True)
class Deliver:
    """A message (or a signal from elsewhere) has arrived."""

    message: str
    payload: Mapping[str, object] = field(default_factory=dict)
    #: Must equal the waiting correlation; None is for a receiver chosen by token alone.
    correlation: str | None = None
    #: One waiting place, when the caller knows it; else the oldest that matches.
    token: str | None = None
    kind: EventKind = EventKind.MESSAGE


@dataclass(frozen=True, kw_only=True)
class FinishOperation:
    """A pending operation has its result."""

    token: str
    result: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FailOperation:
    """A pending operation ended in a business error that the diagram may catch."""

    token: str
    error_code: str


@dataclass(frozen=True, kw_only=True)
class Rearm:
    """An armed timer moves to another instant and keeps everything else."""

    token: str
    due: datetime
    #: The instants after that one; None keeps those that the timer has.
    more: tuple[datetime, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Everything still open is cancelled and the instance ends."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SkipTimer:
    """An armed timer does not fire this once: it waits for its next instant, or no more.

    An intermediate timer has nothing else to wait for, so its token goes on.
    """

    token: str


@dataclass(frozen=True, kw_only=True)
class MoveToken:
    """A waiting place is given up and its token arrives at another node instead."""

    token: str
    #: Key of the node to go on at.
    target: str


@dataclass(frozen=True, kw_only=True)
class AmendData:
    """Values of the process data were wrong and are set right."""

    values: Mapping[str, object]


Command = (
    CompleteTask
    | FireTimer
    | Deliver
    | FinishOperation
    | FailOperation
    | Rearm
    | SkipTimer
    | MoveToken
    | AmendData
    | Stop
)
