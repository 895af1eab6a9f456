"""What one step left behind: the new state, everything that now waits, and what happened.

Open tasks, timers and subscriptions are always complete lists, so that the caller can write the
difference to its rows; facts and thrown messages are those of this step only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from engine.spiff.nodes import EventKind


class FactTag(StrEnum):
    """The closed vocabulary of what can happen inside a diagram."""

    PROCESS_STARTED = "process:started"
    PROCESS_ENDED = "process:ended"
    PROCESS_STOPPED = "process:stopped"
    PROCESS_STUCK = "process:stuck"
    NODE_ENTERED = "node:entered"
    NODE_COMPLETED = "node:completed"
    NODE_CANCELLED = "node:cancelled"
    NODE_LEFT = "node:left"
    FLOW_TAKEN = "flow:taken"
    TASK_OPENED = "task:opened"
    TASK_COMPLETED = "task:completed"
    TASK_CANCELLED = "task:cancelled"
    TIMER_ARMED = "timer:armed"
    TIMER_FIRED = "timer:fired"
    TIMER_MOVED = "timer:moved"
    TIMER_SKIPPED = "timer:skipped"
    MESSAGE_RECEIVED = "message:received"
    MESSAGE_THROWN = "message:thrown"
    SIGNAL_RECEIVED = "signal:received"
    SIGNAL_THROWN = "signal:thrown"
    CONDITION_MET = "condition:met"
    ERROR_THROWN = "error:thrown"
    ERROR_CAUGHT = "error:caught"
    ERROR_UNCAUGHT = "error:uncaught"
    ESCALATION_THROWN = "escalation:thrown"
    ESCALATION_CAUGHT = "escalation:caught"
    ESCALATION_UNCAUGHT = "escalation:uncaught"
    CANCEL_THROWN = "cancel:thrown"
    CANCEL_CAUGHT = "cancel:caught"
    OPERATION_PERFORMED = "operation:performed"
    OPERATION_PENDING = "operation:pending"
    OPERATION_FAILED = "operation:failed"
    DECISION_MADE = "decision:made"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that happened in this step; the order of facts is the order of happening."""

    tag: FactTag
    #: The author's id of the node, or of the process for facts about the whole.
    node: str
    token: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OpenTask:
    """A user task that waits for a person."""

    token: str
    node: str
    #: Token of the activity that boundary timers sit on; equals `token` without multi-instance.
    anchor: str
    #: Process data as seen here, the item variable included.
    data: Mapping[str, object]
    #: Value of this item of a multi-instance, else None.
    item: object = None


@dataclass(frozen=True, kw_only=True)
class ArmedTimer:
    """A timer that waits for its instant."""

    token: str
    #: The timer event (the start event, for an event sub-process).
    node: str
    #: Token of the activity it sits on, else its own token.
    anchor: str
    #: Aware UTC.
    due: datetime
    interrupting: bool
    #: Firings still to come, this one included; None is without end.
    remaining: int | None


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """An event that waits for a message or a signal."""

    token: str
    node: str
    message: str
    #: The key that an arriving message must carry; "" for signals.
    correlation: str
    kind: EventKind = EventKind.MESSAGE
    #: Token of the activity it sits on, else its own token.
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class PendingOperation:
    """An operation that was accepted and has not answered yet."""

    token: str
    node: str
    operation: str
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Thrown:
    """A message (or signal) for whoever waits for it, this same instance included for messages."""

    message: str
    node: str
    payload: Mapping[str, object]
    correlation: str
    kind: EventKind = EventKind.MESSAGE


@dataclass(frozen=True, kw_only=True)
class Advance:
    """The whole result of one step."""

    #: What `advance` takes next time.
    state: bytes
    #: Process data of the whole instance.
    data: Mapping[str, object]
    tasks: tuple[OpenTask, ...]
    timers: tuple[ArmedTimer, ...]
    subscriptions: tuple[Subscription, ...]
    pending: tuple[PendingOperation, ...]
    facts: tuple[Fact, ...]
    thrown: tuple[Thrown, ...]
    ended: bool
    #: The end event that was reached last, when ended in the diagram.
    end_event: str | None
    stopped: bool
    #: Code of an error end event that nobody caught; the instance ended by it.
    failed: str | None = None
