"""A walk plays a diagram of `bpmn/` on the real engine, forms, tables and calendar, step by step.

Only the domain is absent: `Station` records each operation and answers from a table. Each path is
walked twice, straight on and as after a restart at every step, and must come out alike.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path as File
from zoneinfo import ZoneInfo

from engine import decisions, forms
from engine.forms.model import blank
from engine.spiff import advance as spiff
from engine.spiff import parser
from engine.spiff.outcome import FactTag
from workflows.deadlines import reckon

BPMN = File(__file__).parents[2] / "bpmn"
STATION_ZONE = ZoneInfo("Asia/Shanghai")
#: Li Mei's station opens; a Monday without holidays near it.
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=STATION_ZONE)
CASE = "XG-DH-2026-0001"
SEED = uuid.UUID("7c1f6f0a-0000-4000-8000-000000000001")

#: What an operation answers to its inputs.
Answer = Callable[[Mapping[str, object]], Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class Do:
    """A person completes the open task of a node with these answers; the rest stays blank."""

    node: str
    answers: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Late:
    """Time passes until the timer of this node has fired, and with it all that were due before."""

    node: str


@dataclass(frozen=True, kw_only=True)
class Hear:
    """A message arrives for the case."""

    message: str
    payload: Mapping[str, object]


Step = Do | Late | Hear


def do(node: str, **answers: object) -> Do:
    return Do(node=node, answers=answers)


def late(node: str) -> Late:
    return Late(node=node)


def hear(message: str, **payload: object) -> Hear:
    return Hear(message=message, payload=payload)


@dataclass(frozen=True, kw_only=True)
class Path:
    """One way through a diagram, from its start to its end event."""

    name: str
    steps: Sequence[Step]
    ends: str
    #: What must have been performed on the way, in this order, among other things:
    #: "operation" or "operation:value of one of its inputs".
    performs: Sequence[str] = ()
    #: What must not have been performed.
    never: Sequence[str] = ()
    #: Messages for others, all of them.
    throws: Sequence[str] = ()
    #: The local minute at which the walk ends, when its clocks are part of the path.
    passes: str = ""
    start_event: str | None = None
    payload: Mapping[str, object] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Walked:
    """What a walk left behind; two walks of one path are compared by it."""

    trail: tuple[tuple[str, str, str], ...]
    performed: tuple[tuple[str, Mapping[str, object]], ...]
    thrown: tuple[spiff.Thrown, ...]
    data: Mapping[str, object]
    ended: bool
    end_event: str | None
    open_tasks: tuple[str, ...]
    #: Local minute of the end.
    until: str

    @property
    def reached(self) -> set[str]:
        """The nodes and flows that a token came to."""
        return {element for _, element, _ in self.trail} | {flow for _, _, flow in self.trail}


class Station:
    """The engine's world: the real calendar and tables; the domain as a table of answers."""

    business_key = CASE

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.now = MONDAY
        self.answers = answers
        self.performed: list[tuple[str, Mapping[str, object]]] = []

    def operate(self, call: spiff.OperationCall) -> Mapping[str, object]:
        assert call.operation in self.answers, f"nobody answers {call.operation} at {call.node}"
        self.performed.append((call.operation, dict(call.inputs)))
        return self.answers[call.operation]({"now": self.now.isoformat(), **call.inputs})

    def decide(self, decision: str, inputs: Mapping[str, object]) -> object:
        return model_of(decision).decide(decision, inputs)

    def deadline(
        self, code: str, arguments: Mapping[str, object], anchor: str, node: str
    ) -> datetime:
        return reckon(code, start=self._start(arguments), parameters=arguments).expires

    def warnings(
        self, code: str, arguments: Mapping[str, object], anchor: str, node: str
    ) -> list[datetime]:
        return list(reckon(code, start=self._start(arguments), parameters=arguments).warnings)

    def _start(self, arguments: Mapping[str, object]) -> datetime:
        given = arguments.get("start")
        if not isinstance(given, str):
            return self.now
        start = datetime.fromisoformat(given)
        return start if start.tzinfo else start.replace(tzinfo=STATION_ZONE)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A diagram with its forms, ready to be walked."""

    process: str
    answers: Mapping[str, Answer]

    def diagram(self, reading: int) -> parser.Diagram:
        """The diagram; readings 0 and 1 share nothing, as before and after a restart."""
        return read(self.process, reading % 2)

    def elements(self) -> set[str]:
        """Every node and every sequence flow."""
        nodes = self.diagram(0).nodes.values()
        return {node.id for node in nodes} | {f.id for node in nodes for f in node.outgoing}

    def walk(self, path: Path, *, restarted: bool = False) -> Walked:
        """Play a path; `restarted` hands only the saved bytes to a diagram read anew each step."""
        walk = _Walk(self, path, restarted=restarted)
        for step in path.steps:
            walk.take(step)
        return walk.result()

    def unreached(self, paths: Iterable[Path]) -> set[str]:
        """The elements that none of the paths comes to."""
        return self.elements().difference(*(self.walk(path).reached for path in paths))


class _Walk:
    """One walk under way."""

    def __init__(self, ground: Ground, path: Path, *, restarted: bool) -> None:
        self.ground, self.restarted, self.reading = ground, restarted, 0
        self.diagram = ground.diagram(0)
        self.station = Station(ground.answers)
        self.trail: list[tuple[str, str, str]] = []
        self.thrown: list[spiff.Thrown] = []
        self._note(
            spiff.start(
                self.diagram, path.data, self.station, start_event=path.start_event,
                payload=path.payload, seed=SEED,
            )
        )  # fmt: skip

    def take(self, step: Step) -> None:
        match step:
            case Do():
                self._apply(self._completion(step))
            case Late():
                self._wait_for(step.node)
            case Hear():
                self._apply(self._delivery(step))

    def result(self) -> Walked:
        at = self.at
        return Walked(
            trail=tuple(self.trail), performed=tuple(self.station.performed),
            thrown=tuple(self.thrown), data=dict(at.data), ended=at.ended,
            end_event=at.end_event, open_tasks=tuple(task.node for task in at.tasks),
            until=f"{self.station.now.astimezone(STATION_ZONE):%Y-%m-%d %H:%M}",
        )  # fmt: skip

    def _completion(self, step: Do) -> spiff.Command:
        waiting = [task for task in self.at.tasks if task.node == step.node]
        assert waiting, f"{step.node} is not open; open are {[t.node for t in self.at.tasks]}"
        form = self.diagram.nodes[step.node].form
        answers = answered(self.ground.process, form, step.answers)
        return spiff.CompleteTask(token=waiting[0].token, data=answers)

    def _delivery(self, step: Hear) -> spiff.Command:
        waiting = [s for s in self.at.subscriptions if s.message == step.message]
        assert waiting, f"nobody waits for {step.message}"
        node = self.diagram.nodes[waiting[0].node]
        payload = answered(self.ground.process, node.form, step.payload)
        return spiff.Deliver(message=step.message, payload=payload, correlation=CASE)

    def _wait_for(self, node: str) -> None:
        while True:
            timers = sorted(self.at.timers, key=lambda timer: timer.due)
            assert node in {timer.node for timer in timers}, f"{node} is not armed"
            self.station.now = max(self.station.now, timers[0].due)
            self._apply(spiff.FireTimer(token=timers[0].token))
            if timers[0].node == node:
                return

    def _apply(self, command: spiff.Command) -> None:
        state = self.at.state
        if self.restarted:
            self.reading += 1
            self.diagram, state = self.ground.diagram(self.reading), bytes(bytearray(state))
            assert spiff.timers_of(self.diagram, state) == self.at.timers
        self._note(spiff.advance(self.diagram, state, command, self.station))

    def _note(self, result: spiff.Advance) -> None:
        self.at = result
        self.thrown.extend(result.thrown)
        for fact in result.facts:
            if fact.tag in {FactTag.NODE_ENTERED, FactTag.NODE_COMPLETED, FactTag.FLOW_TAKEN}:
                self.trail.append((fact.tag, fact.node, str(fact.detail.get("flow", ""))))


def answered(process: str, form: str | None, given: Mapping[str, object]) -> dict[str, object]:
    """What a form leaves in process data for these answers; an unknown one fails the walk."""
    if form is None:
        return dict(given)
    inputs = {
        slot.part.key: slot.part
        for slot in form_of(process, form).page
        if isinstance(slot.part, forms.Input) and slot.part.process
    }
    for key, value in given.items():
        assert key in inputs, f"{form} has no process key {key}"
        allowed = {choice.value for choice in inputs[key].choices}
        for each in value if isinstance(value, list) else [value]:
            assert not allowed or not isinstance(each, str) or each in allowed, f"{key}={each}"
    return {key: given.get(key, blank(part.type)) for key, part in inputs.items()}


@cache
def read(process: str, reading: int) -> parser.Diagram:
    return parser.parse((BPMN / process / f"{process}.bpmn").read_bytes())


@cache
def form_of(process: str, form: str) -> forms.Form:
    return forms.load((BPMN / process / "forms" / f"{form}.json").read_bytes())


@cache
def model_of(decision: str) -> decisions.Model:
    return decisions.load((BPMN / "decisions" / f"{decision}.dmn").read_bytes())


def in_order(wanted: Sequence[str], performed: Sequence[tuple[str, Mapping[str, object]]]) -> bool:
    """Whether all that was wanted was performed in that order, whatever lies between."""
    rest = iter(performed)
    return all(any(_is(each, operation, inputs) for operation, inputs in rest) for each in wanted)


def _is(wanted: str, operation: str, inputs: Mapping[str, object]) -> bool:
    name, _, value = wanted.partition(":")
    return name == operation and (not value or value in map(str, inputs.values()))


def check(ground: Ground, path: Path) -> None:
    """Walk a path both ways; both must be alike, end where it says and do what it says."""
    walked = ground.walk(path)
    assert walked == ground.walk(path, restarted=True)
    assert (walked.ended, walked.open_tasks) == (True, ())
    assert walked.end_event == path.ends
    assert in_order(path.performs, walked.performed), walked.performed
    for each in path.never:
        assert not any(_is(each, *performed) for performed in walked.performed), each
    assert not path.passes or walked.until == path.passes
    assert [thrown.message for thrown in walked.thrown] == list(path.throws)
