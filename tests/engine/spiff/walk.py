"""A walk through a diagram is done twice: in memory, and saved and restored at every step.

After each step both must have given exactly the same result, state bytes included.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from engine.spiff import advance as spiff
from engine.spiff import parser
from engine.spiff.durations import read_duration
from engine.spiff.report import report
from engine.spiff.state import load, new_instance
from tests.engine.spiff.sketch import draw

BEGIN = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)
SEED = uuid.UUID("5a11a200-0000-4000-8000-000000000000")


class PlainWorld:
    """A world whose clock stands, and whose operations answer what a test prepared."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.business_key = "case-1"
        self.answers: dict[str, object] = {}
        self.decisions: dict[str, object] = {}
        self.calls: list[spiff.OperationCall] = []
        self.asked: list[tuple[object, ...]] = []
        self.due = BEGIN + timedelta(days=1)
        self.schedule: list[datetime] = []

    def operate(self, call: spiff.OperationCall) -> Mapping[str, object] | spiff.Pending:
        self.calls.append(call)
        answer = self.answers.get(call.operation, {})
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def decide(self, decision, inputs):
        self.asked.append((decision, dict(inputs)))
        return self.decisions[decision]

    def deadline(self, code, arguments, anchor, node):
        self.asked.append((code, dict(arguments), anchor, node))
        return self.due

    def warnings(self, code, arguments, anchor, node):
        self.asked.append((code, dict(arguments), anchor, node))
        return self.schedule


class Walk:
    """One instance, twice."""

    def __init__(
        self,
        sketch: str | bytes,
        data=None,
        *,
        world=None,
        start_event=None,
        payload=None,
        more="",
        called=None,
    ):
        xml = sketch if isinstance(sketch, bytes) else draw(sketch, more=more)
        self.diagram = parser.parse(xml, process_id="p", called=called)
        self.world = world or PlainWorld()
        self.live = new_instance(self.diagram, self.world, SEED)
        self.facts: list[spiff.Fact] = []
        self.thrown: list[spiff.Thrown] = []
        given = data or {}
        spiff.begin(self.live, given, start_event=start_event, payload=payload or {})
        calls = self._calls()
        self.now = spiff.start(
            self.diagram,
            given,
            self.world,
            start_event=start_event,
            payload=payload or {},
            seed=SEED,
        )
        self._forget(calls)
        self._compare()

    def do(self, command: spiff.Command) -> Walk:
        """Apply a command both ways."""
        before = self.now.state
        try:
            self.now = spiff.advance(self.diagram, before, command, self.world)
        except BaseException:
            self.live = load(self.diagram, before, self.world)
            raise
        calls = self._calls()
        self.live.attend(self.diagram, self.world)
        spiff.step(self.live, command)
        self._forget(calls)
        self._compare()
        return self

    def _calls(self):
        return list(getattr(self.world, "calls", ())), list(getattr(self.world, "asked", ()))

    def _forget(self, calls) -> None:
        if isinstance(self.world, PlainWorld):
            self.world.calls, self.world.asked = calls

    def _compare(self) -> None:
        assert report(self.live) == self.now
        restored = load(self.diagram, self.now.state, self.world)
        again = report(restored)
        assert (again.state, again.tasks, again.timers, again.subscriptions, again.pending) == (
            self.now.state,
            self.now.tasks,
            self.now.timers,
            self.now.subscriptions,
            self.now.pending,
        )
        self.facts += self.now.facts
        self.thrown += self.now.thrown

    def finish(self, node: str, data=None, *, item=None, **more) -> Walk:
        """Complete the oldest open task of a node (or of an item)."""
        return self.do(
            spiff.CompleteTask(
                token=self.task(node, item=item).token, data={**(data or {}), **more}
            )
        )

    def task(self, node: str, *, item=None) -> spiff.OpenTask:
        return next(
            t for t in self.now.tasks if t.node == node and (item is None or t.item == item)
        )

    def timer(self, node: str) -> spiff.ArmedTimer:
        return next(t for t in self.now.timers if t.node == node)

    def fire(self, node: str) -> Walk:
        """Let a timer come due, moving the clock on to it if need be."""
        timer = self.timer(node)
        self.world.now = max(self.world.now, timer.due)
        return self.do(spiff.FireTimer(token=timer.token))

    def send(self, message: str, payload=None, *, correlation="case-1", **more) -> Walk:
        return self.do(
            spiff.Deliver(message=message, payload=payload or {}, correlation=correlation, **more)
        )

    def wait(self, period: str) -> Walk:
        self.world.now = read_duration(period).after(self.world.now)
        return self

    @property
    def open(self) -> list[str]:
        """Nodes of the open tasks, sorted."""
        return sorted(task.node for task in self.now.tasks)

    @property
    def armed(self) -> list[str]:
        return sorted(timer.node for timer in self.now.timers)

    @property
    def awaited(self) -> list[str]:
        return sorted(s.node for s in self.now.subscriptions)

    @property
    def data(self) -> dict[str, object]:
        return dict(self.now.data)

    def tags(self, node: str) -> list[str]:
        """The tags of all facts about a node, flows left out."""
        return [str(f.tag) for f in self.facts if f.node == node and f.tag != "flow:taken"]
