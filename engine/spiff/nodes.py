"""A node is what the author drew, read once: every attribute typed, every expression parsed.

The execution reads nodes and flows only; no XML is seen after parsing. Ids are the author's. A node
of a called process has a `key` with that process before it, because files may share ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.spiff.script import Expression


class EventKind(StrEnum):
    """The event definitions that this engine executes (BPMN 2.0.2 §10.5.5)."""

    MESSAGE = "message"
    SIGNAL = "signal"
    TIMER = "timer"
    CONDITIONAL = "conditional"
    ERROR = "error"
    ESCALATION = "escalation"
    CANCEL = "cancel"
    COMPENSATE = "compensate"
    TERMINATE = "terminate"


class TimerForm(StrEnum):
    """Which of the three elements of a timer definition was used."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, kw_only=True)
class TimerText:
    """A timer as written: ISO 8601 text, or FEEL giving instants, a duration or ISO text."""

    form: TimerForm
    text: str
    #: None when the text is ISO 8601 itself.
    expression: Expression | None


@dataclass(frozen=True, kw_only=True)
class EventDefinition:
    """One event definition of an event."""

    kind: EventKind
    #: Name of the message or signal, code of the error or escalation ("" catches all),
    #: activity to compensate ("" is all of the scope).
    name: str = ""
    timer: TimerText | None = None
    condition: Expression | None = None


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One `sanlian:input` or `sanlian:output`: a name and the FEEL that gives its value."""

    name: str
    value: Expression


@dataclass(frozen=True, kw_only=True)
class Flow:
    """One sequence flow, seen from its source."""

    id: str
    target: str
    condition: Expression | None
    default: bool


class LoopKind(StrEnum):
    """How an activity repeats (BPMN 2.0.2 §13.3.6, §13.3.7)."""

    STANDARD = "standard"
    SEQUENTIAL = "sequential"
    PARALLEL = "parallel"


class Behaviour(StrEnum):
    """When a finished item of a multi-instance throws an event."""

    ALL = "All"
    NONE = "None"
    ONE = "One"


@dataclass(frozen=True, kw_only=True)
class Loop:
    """How an activity repeats."""

    kind: LoopKind
    #: Count of a multi-instance, or None.
    cardinality: Expression | None = None
    #: Process-data key of the list, or None.
    collection: str | None = None
    #: Name under which one item sees its value.
    item: str | None = None
    #: Process-data key that collects what each item leaves under `output_item`.
    collects: str | None = None
    output_item: str | None = None
    #: Continue (standard) or finish early (multi-instance) when true.
    condition: Expression | None = None
    maximum: int | None = None
    test_before: bool = False
    behaviour: Behaviour = Behaviour.ALL
    throws: EventDefinition | None = None


@dataclass(frozen=True, kw_only=True)
class Node:
    """One flow node."""

    #: Unique in the diagram; the id, or `process/id` inside a called process.
    key: str
    id: str
    #: Local name of the BPMN element.
    kind: str
    name: str = ""
    name_en: str = ""
    #: Id of the process that it belongs to.
    process: str = ""
    #: Id of the enclosing sub-process, or of the process.
    scope: str = ""
    lane: str | None = None
    #: Role of the innermost lane that names one.
    role: str | None = None
    form: str | None = None
    stage: str | None = None
    unit: Expression | None = None
    assignee: Expression | None = None
    priority: Expression | None = None
    #: Code of the deadline that is shown as due.
    deadline: str | None = None
    due: Expression | None = None
    #: Task whose performer may not perform this one.
    not_by: str | None = None
    locked: bool = False
    #: What people may do with this task besides finishing it; see `vocabulary.TASK_ACTS`.
    task_acts: tuple[str, ...] = ()
    #: Earlier tasks of the same scope to which it may be sent back, the previous one first.
    back_to: tuple[str, ...] = ()
    operation: str | None = None
    decision: str | None = None
    #: Process-data key of the decision's result.
    result: str | None = None
    script: str | None = None
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    #: People may send this message as a button.
    act: bool = False
    act_roles: tuple[str, ...] = ()
    correlation: Expression | None = None
    events: tuple[EventDefinition, ...] = ()
    #: All definitions must happen, not just one.
    parallel_multiple: bool = False
    attached_to: str | None = None
    #: Of boundary events and starts of event sub-processes.
    interrupting: bool = True
    #: Keys of the boundary events that sit on it.
    boundaries: tuple[str, ...] = ()
    #: Key of the compensation handler of this activity.
    compensation: str | None = None
    for_compensation: bool = False
    #: Ids of incoming flows.
    incoming: tuple[str, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    start_quantity: int = 1
    completion_quantity: int = 1
    loop: Loop | None = None
    #: Process called by a call activity.
    called: str | None = None
    triggered_by_event: bool = False

    @property
    def message(self) -> str | None:
        """Name of the message that it sends or waits for."""
        return next((e.name for e in self.events if e.kind is EventKind.MESSAGE), None)

    @property
    def waits_for(self) -> tuple[EventKind, ...]:
        """The kinds of its event definitions."""
        return tuple(event.kind for event in self.events)


@dataclass(frozen=True, kw_only=True)
class ScopePlan:
    """What lies directly inside one process or sub-process."""

    #: Key of the sub-process, or id of the process.
    key: str
    #: Nodes that get a token when the scope opens: its none start, or nodes without incoming flow.
    entries: tuple[str, ...]
    #: Start events by key, typed ones included.
    starts: tuple[str, ...]
    #: Event sub-processes by key, each with its start event.
    triggers: tuple[tuple[str, str], ...]
