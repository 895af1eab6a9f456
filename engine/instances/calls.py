"""What the corridor needs from outside: the table of operations, deadlines, names, and a guard.

The domain hands one frozen `Calls` in at start-up. That table is the only way from a diagram into
the domain, and everything it holds runs inside the corridor's transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from engine import forms
from engine.actors import Actor
from engine.models import SubmissionRow, TaskRow


@dataclass(frozen=True, kw_only=True)
class Call:
    """One operation that a diagram performs now."""

    session: Session
    calls: Calls
    actor: Actor
    tenant: str
    unit: str
    instance_id: str
    business_key: str
    process: str
    node: str
    #: Token of the service task, for an answer that comes later.
    token: str
    #: The evaluated inputs of the element.
    inputs: Mapping[str, Any]
    #: The process data that the element sees; read only.
    facts: Mapping[str, Any]
    #: When it happened, as the acting person says.
    event_time: datetime
    #: Opens a further instance in this same transaction.
    start: Callable[..., str]


#: A recorder turns what a person sent with one form into the domain's own records.
Recorder = Callable[[Session, Actor, SubmissionRow], None]

#: An operation answers with values for the process data, or with `advance.Pending`.
Operation = Callable[[Call], Any]


@dataclass(frozen=True, kw_only=True)
class Due:
    """What a calendar made of a deadline."""

    #: The instant that people read: for days, the last second of the last day.
    effective: datetime
    #: The first instant at which it is missed; timers fire then.
    expires: datetime
    warnings: tuple[datetime, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeadlineCall:
    """A diagram asks when something is due."""

    session: Session
    actor: Actor
    tenant: str
    unit: str
    business_key: str
    instance_id: str
    #: Code and part, e.g. "T08" or "H08.1".
    code: str
    #: Token of the activity that the deadline belongs to.
    anchor: str
    node: str
    #: Start of the clock unless the arguments name another.
    start: datetime
    arguments: Mapping[str, Any]


class Deadlines(Protocol):
    """The law of the calendar, as the domain implements it."""

    def due(self, call: DeadlineCall) -> Due:
        """The due instant; the same call again answers the same."""

    def settle(
        self,
        session: Session,
        tenant: str,
        instance_id: str,
        anchor: str | None,
        at: datetime,
        *,
        outcome: str = "met",
    ) -> None:
        """The activity of an anchor (or, with None, the whole instance) is over.

        The outcome is "met" when it was done, "cancelled" when it was interrupted.
        """


def _anybody(session: Session, actor: Actor, act: str, task: TaskRow) -> None:
    """The guard of a house without a domain: candidate groups alone decide."""


def _no_codes(session: Session, tenant: str, unit: str) -> forms.CodeLists:
    return {}


def _same(session: Session, tenant: str, person: str) -> str:
    return person


@dataclass(frozen=True, kw_only=True)
class Calls:
    """Everything that diagrams may reach."""

    deadlines: Deadlines
    #: Operation name → function; visible, complete, checked at deploy.
    operations: Mapping[str, Operation] = field(default_factory=dict)
    #: Form key → recorder, called in the same transaction before the diagram goes on.
    recorders: Mapping[str, Recorder] = field(default_factory=dict)
    #: Raises a refusal when this actor may not do this act on this task.
    guard: Callable[[Session, Actor, str, TaskRow], None] = _anybody
    #: Name of a person for the inbox.
    name_of: Callable[[Session, str, str], str] = _same
    #: Code lists for the form fields of a unit, as `forms.clean` wants them.
    codes: Callable[[Session, str, str], forms.CodeLists] = _no_codes
