"""An occurrence is something that happened and that waiting events may catch.

It carries the place it came from, because errors, escalations and cancellations travel outwards
from there; signals reach everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.spiff.nodes import EventKind


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One thrown event on its way to whoever catches it."""

    kind: EventKind
    #: Name of the signal, code of the error or escalation.
    name: str
    #: Key of the node that threw it.
    node: str
    #: Scope in which it was thrown.
    scope: Any
    #: Token of the activity that threw it, when boundary events of its own may catch it.
    token: str | None = None
    #: Token that threw it and goes on once it has been delivered, if it still can.
    resume: str | None = None
    payload: Mapping[str, object] = field(default_factory=dict)
