"""What one step costs, from the state's bytes to the state's bytes, however old the case is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from engine import clock
from engine.spiff.advance import Advance, CompleteTask, advance, start
from engine.spiff.parser import Diagram, parse
from tests.bench.measuring import Figure, median

#: A rework loop with a parallel section and a boundary timer, as mediation has it.
DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:sanlian="urn:sanlian:bpmn:1" id="rework-file" targetNamespace="urn:bench">
  <process id="rework" name="返工" isExecutable="true">
    <startEvent id="begun"/><sequenceFlow id="f0" sourceRef="begun" targetRef="again"/>
    <exclusiveGateway id="again"/><sequenceFlow id="f1" sourceRef="again" targetRef="meet"/>
    <userTask id="meet" name="会面"/>
    <boundaryEvent id="late" attachedToRef="meet" cancelActivity="false">
      <timerEventDefinition id="lt"><timeDuration xsi:type="tFormalExpression">PT2H</timeDuration>
      </timerEventDefinition></boundaryEvent>
    <sequenceFlow id="f9" sourceRef="late" targetRef="told"/><endEvent id="told"/>
    <sequenceFlow id="f2" sourceRef="meet" targetRef="split"/>
    <parallelGateway id="split"/>
    <sequenceFlow id="f3" sourceRef="split" targetRef="left"/>
    <sequenceFlow id="f4" sourceRef="split" targetRef="right"/>
    <userTask id="left" name="左"/><userTask id="right" name="右"/>
    <sequenceFlow id="f5" sourceRef="left" targetRef="join"/>
    <sequenceFlow id="f6" sourceRef="right" targetRef="join"/>
    <parallelGateway id="join"/><sequenceFlow id="f7" sourceRef="join" targetRef="done"/>
    <exclusiveGateway id="done" default="f8"/>
    <sequenceFlow id="f8" sourceRef="done" targetRef="again"/>
    <sequenceFlow id="f10" sourceRef="done" targetRef="over">
      <conditionExpression xsi:type="tFormalExpression">agreed = true</conditionExpression>
    </sequenceFlow>
    <endEvent id="over"/>
  </process>
</definitions>"""

MARKS = (10, 50, 200)


@dataclass
class Still:
    """A world in which nothing happens but time."""

    now: datetime = datetime(2026, 3, 2, tzinfo=UTC)
    business_key: str = "case"

    def operate(self, call: Any) -> Mapping[str, object]:
        return {}

    def decide(self, decision: str, inputs: Mapping[str, object]) -> object:
        return None

    def deadline(self, code: str, arguments: Any, anchor: str, node: str) -> datetime:
        return self.now + timedelta(hours=2)

    def warnings(self, code: str, arguments: Any, anchor: str, node: str) -> list[datetime]:
        return []


def walk(diagram: Diagram, world: Still, tasks: int) -> Iterator[tuple[int, float, int]]:
    """Complete tasks one after another: number, milliseconds of the step, bytes of the state."""
    # 1 kB of process data, as a case has it.
    data = {f"flag_{number:02d}": "x" * 14 for number in range(40)} | {"agreed": False}
    result: Advance = start(diagram, data, world)
    for number in range(1, tasks + 1):
        token = result.tasks[0].token
        began = clock.monotonic()
        result = advance(diagram, result.state, CompleteTask(token=token, data={}), world)
        yield number, (clock.monotonic() - began) * 1000, len(result.state)


def figures() -> Iterator[Figure]:
    """The cost of a step around 10, 50 and 200 completed tasks, and how it grows."""
    diagram, world = parse(DIAGRAM.encode()), Still()
    runs: dict[int, list[float]] = {mark: [] for mark in MARKS}
    sizes: dict[int, int] = {}
    for _ in range(12):
        for number, cost, size in walk(diagram, world, MARKS[-1] + 3):
            for mark in MARKS:
                if mark - 3 <= number <= mark + 3:
                    runs[mark].append(cost)
                    sizes[mark] = size
    for mark in MARKS:
        yield median(f"step at {mark} completed tasks (1 kB data)", runs[mark], goal="≤ 1")
        yield Figure(name=f"state at {mark} completed tasks", value=sizes[mark], unit="bytes")
    first, last = (sorted(runs[mark])[len(runs[mark]) // 2] for mark in (MARKS[0], MARKS[-1]))
    yield Figure(name="step at 200 / step at 10", value=last / first, unit="×", goal="≤ 1.1")
