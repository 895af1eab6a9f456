"""A walk on a real database: rows, deadlines and history are those of the house, people are two.

The domain is the same table of answers as in `walking`; every step is a transaction of its own. What
is only tried is rolled back, so the walk goes on as if nothing had been.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, instances, tasks
from engine.actors import Actor
from engine.database import Database
from engine.definitions.versions import _parsed as parsed_versions
from engine.instances import Call, Calls
from engine.models import InstanceRow, SubscriptionRow, TaskRow, TaskStatus, TimerRow, TimerState
from engine.spiff.advance import CompleteTask, Deliver, FireTimer, OperationCall
from engine.tasks.rows import remember
from tests.diagrams.emergencies import Desk as EmergencyDesk
from tests.diagrams.emergencies import DoAt, EmergencyGround, HearAt
from tests.diagrams.walking import CASE, MONDAY, Do, Ground, Hear, Late, Path, Station, answered
from workflows import catalog
from workflows.deadlines.handlers import StationDeadlines

TENANT, UNIT = "xg", "east-lake"
LI = Actor(tenant=TENANT, id="li", name="Li", role="R02", unit=UNIT)


#: The versions as the other process has read them.
_OTHER: list[OrderedDict[tuple[str, str], Any]] = [OrderedDict()]


class _RolledBack(Exception):
    """What was tried is undone."""


def _roll_back() -> None:
    raise _RolledBack


@dataclass(kw_only=True)
class Desks:
    """One instance under way in a database."""

    database: Database
    ground: Ground
    restarted: bool
    #: Data with which each node was completed last, to do the same again.
    given: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    instance_id: str = ""

    def __post_init__(self) -> None:
        """Take a fresh desk with memory for an emergency, else the table of answers."""
        alone = isinstance(self.ground, EmergencyGround)
        self.station = EmergencyDesk() if alone else Station(self.ground.answers)
        operations = {name: partial(self._operate, name) for name in catalog.operations()}
        operations["engine.start"] = partial(self._operate, "engine.start")
        self.calls = Calls(deadlines=StationDeadlines(), operations=operations)

    def _operate(self, operation: str, call: Call) -> Mapping[str, object]:
        self.station.now = clock.now()
        asked = OperationCall(
            operation=operation, inputs=call.inputs, data=call.facts, node=call.node,
            token=call.token,
        )  # fmt: skip
        return self.station.operate(asked)

    @contextmanager
    def step(self, *, moves: bool = True) -> Iterator[Session]:
        """One transaction a second after the one before; one that moves, as after a restart."""
        clock.travel_to(clock.now() + timedelta(seconds=1))
        if self.restarted and moves:
            # Two readings take turns and share nothing, as before and after a restart.
            _OTHER[0], parsed_versions._values = parsed_versions._values, _OTHER[0]
        with self.database.begin() as session:
            yield session

    @contextmanager
    def trial(self, *, moves: bool = True) -> Iterator[Session]:
        """A transaction of which nothing stays, the time included."""
        before, known = clock.now(), self._memory()
        try:
            with self.step(moves=moves) as session:
                yield session
                _roll_back()
        except _RolledBack:
            clock.travel_to(before)
            vars(self.station).update(known)

    def _memory(self) -> dict[str, Any]:
        """What the station remembers, apart from how it answers."""
        kept = {k: v for k, v in vars(self.station).items() if k not in {"verbs", "answers"}}
        return copy.deepcopy(kept)

    def start(self, path: Path) -> None:
        """Begin the instance as a path does."""
        clock.travel_to(MONDAY)
        with self.step() as session:
            if path.start_event is None:
                self.instance_id = instances.start(
                    session, self.calls, LI, self.ground.process, business_key=CASE, unit=UNIT,
                    data=path.data,
                )  # fmt: skip
                return
            message = self.ground.diagram(0).nodes[path.start_event].message or ""
            instances.correlate(
                session, self.calls, LI, message, correlation=CASE, unit=UNIT,
                payload=path.payload,
            )  # fmt: skip
            self.instance_id = (
                session.scalars(select(InstanceRow.id).order_by(InstanceRow.id.desc())).first()
                or ""
            )

    def take(self, step: Do | Late | Hear) -> None:
        """Play one step of a path."""
        match step:
            case Do():
                with self.step() as session:
                    self.finish(session, self.row_for(session, step), self.answers(step))
            case Late():
                self._wait_for(step.node)
            case Hear():
                self._hear(step)

    def answers(self, step: Do) -> Mapping[str, Any]:
        """What the form of a step leaves in process data."""
        node = self.ground.diagram(0).nodes[step.node]
        return answered(self.ground.process, node.form, step.answers)

    def open_rows(self, session: Session) -> list[TaskRow]:
        """The open tasks of the instance, oldest first."""
        query = select(TaskRow).where(
            TaskRow.instance_id == self.instance_id, TaskRow.status == TaskStatus.OPEN
        )
        return list(session.scalars(query.order_by(TaskRow.id)))

    def row_for(self, session: Session, step: Do) -> TaskRow:
        """The open task that a step finishes."""
        whose = step.department if isinstance(step, DoAt) else None
        fitting = [
            row
            for row in self.open_rows(session)
            if row.node == step.node and whose in {None, row.item, row.unit}
        ]
        opened = [(row.node, row.item) for row in self.open_rows(session)]
        assert fitting, f"{step.node} of {whose} is not open; open are {opened}"
        return fitting[0]

    def hold(self, session: Session, row: TaskRow) -> Actor:
        """Somebody who holds a task: whom the diagram names, else Li."""
        node = self.ground.diagram(0).nodes[row.node]
        someone = replace(LI, id="zhou", name="Zhou") if node.not_by else LI
        actor = replace(someone, groups=frozenset({row.candidate_group}))
        if row.assignee is not None:
            return replace(actor, id=row.assignee, name=row.assignee)
        tasks.claim(session, self.calls, actor, row.id)
        return actor

    def finish(self, session: Session, row: TaskRow, data: Mapping[str, Any]) -> Actor:
        """Finish a task as `tasks.complete` does, with the data that its form would have left."""
        actor, now = self.hold(session, row), clock.now()
        row.status, row.completed_at, row.completed_by = TaskStatus.COMPLETED, now, actor.id
        row.version += 1
        remember(session, actor, row, "task:completed", event_time=now)
        self.calls.deadlines.settle(session, row.tenant, row.instance_id, row.anchor, now)
        session.flush()
        self.given[row.node] = data
        instances.step(
            session, self.calls, actor, self.instance_id,
            CompleteTask(token=row.token, data=data), event_time=now,
        )  # fmt: skip
        return actor

    def _hear(self, step: Hear) -> None:
        key = f"{CASE}|{step.department}" if isinstance(step, HearAt) else CASE
        with self.step() as session:
            node = session.scalars(
                select(SubscriptionRow.node).where(
                    SubscriptionRow.instance_id == self.instance_id,
                    SubscriptionRow.message == step.message, SubscriptionRow.correlation == key,
                )
            ).first()  # fmt: skip
            assert node is not None, f"nobody waits for {step.message}"
            form = self.ground.diagram(0).nodes[node].form
            payload = answered(self.ground.process, form, step.payload)
            command = Deliver(message=step.message, payload=payload, correlation=key)
            instances.step(session, self.calls, LI, self.instance_id, command)

    def _wait_for(self, node: str) -> None:
        while True:
            with self.database.read() as session:
                timer = self.armed(session)[0]
            clock.travel_to(max(clock.now(), timer.due_at))
            with self.step() as session:
                command = FireTimer(token=timer.token)
                instances.step(session, self.calls, LI, self.instance_id, command)
            if timer.node == node:
                return

    def armed(self, session: Session) -> list[TimerRow]:
        """The armed timers of the instance, the next first."""
        query = select(TimerRow).where(
            TimerRow.instance_id == self.instance_id, TimerRow.state == TimerState.ARMED
        )
        return list(session.scalars(query.order_by(TimerRow.due_at, TimerRow.id)))
