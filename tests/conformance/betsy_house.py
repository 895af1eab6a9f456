"""Runs the betsy processes in a real house: deployed, with rows, through every door.

Each step saves the instance and loads it again; tasks are claimed and completed by a person, due
timers fire from their rows, messages and signals pass from instance to instance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from engine import clock, definitions, instances, tasks, timers
from engine.actors import Actor, group
from engine.database import Database
from engine.errors import NotDeployable, Refusal
from engine.instances import Call, Calls
from engine.models import InstanceRow, InstanceStatus, TaskRow, TaskStatus
from engine.simulate.player import OPERATION_TIME
from engine.simulate.tokens import TokenScripts, translated
from engine.simulate.worlds import VirtualWorld
from engine.spiff import parser
from engine.spiff.advance import FinishOperation, OperationCall, Pending
from engine.spiff.refusals import HasEnded, TokenGone
from engine.spiff.state import load
from tests.conformance.betsy import BEGIN, Case, folder
from tests.engine.instances.permit import TwoHours

UNIT = "east-lake"
CLERK = Actor(
    tenant="xg", id="clerk", name="Clerk", role="", unit=UNIT, groups=frozenset({group("", UNIT)})
)


@dataclass
class House:
    """One case of the suite in a house of its own."""

    database: Database
    case: Case
    scripts: TokenScripts = field(init=False)
    #: Operations under way: when each is done, its instance and token.
    busy: list[tuple[datetime, str, str]] = field(default_factory=list)
    operations: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scripts = TokenScripts(VirtualWorld(now=BEGIN))
        self.calls = Calls(deadlines=TwoHours(), operations=self.operations)

    def play(self) -> tuple[str, ...]:
        """The sorted trace."""
        with clock.frozen(BEGIN):
            try:
                self._deploy()
            except NotDeployable:
                return ("ERROR_deployment",)
            try:
                self._run()
            except Refusal:
                self.scripts.log.append("ERROR_runtime")
        return tuple(sorted((*self.scripts.log, *self._failures())))

    def _deploy(self) -> None:
        xml = translated((folder() / self.case.file).read_bytes())
        for process in parser.executable_processes(xml):
            diagram = parser.parse(xml, process_id=process)
            with self.database.begin() as session:
                definitions.deploy_process(session, CLERK, xml, process_id=process)
            for node in diagram.nodes.values():
                if node.script is not None:
                    name = f"script:{node.script}"
                    self.operations[name] = partial(self._perform, name, node)

    def _perform(self, name: str, node: parser.Node, call: Call) -> Mapping[str, Any] | Pending:
        self.scripts.world.now = clock.now()
        answer = self.scripts.perform(
            OperationCall(
                operation=name, node=call.node, token=call.token, inputs=call.inputs,
                data=call.facts, reads=node.reads, writes=node.writes,
            )
        )  # fmt: skip
        if isinstance(answer, Pending):
            self.busy.append((clock.now() + OPERATION_TIME, call.instance_id, call.token))
        return answer

    def _run(self) -> None:
        data = {"test": self.case.test, "integerVariable": self.case.integer, "testCaseNumber": 1}
        if self.case.parallel:
            self._start("ParallelProcess", data)
        self._start(self.case.process, data)
        until = BEGIN + self.case.delay
        while self._finish_a_task() or self._let_something_come_due(until):
            pass

    def _start(self, process: str, data: Mapping[str, Any]) -> None:
        with self.database.begin() as session:
            instances.start(
                session, self.calls, CLERK, process, business_key="case", unit=UNIT, data=data
            )

    def _finish_a_task(self) -> bool:
        with self.database.read() as session:
            opened = select(TaskRow.id).where(TaskRow.status == TaskStatus.OPEN)
            task = session.scalar(opened.order_by(TaskRow.id).limit(1))
        if task is not None:
            with self.database.begin() as session:
                tasks.claim(session, self.calls, CLERK, task)
                tasks.complete(session, self.calls, CLERK, task, {})
        return task is not None

    def _let_something_come_due(self, until: datetime) -> bool:
        with self.database.read() as session:
            timer = timers.next_due(session)
        ready = min((at for at, _, _ in self.busy), default=None)
        at = min((each for each in (timer, ready) if each is not None), default=None)
        if at is None or at > until:
            return False
        clock.travel_to(max(clock.now(), at))
        if ready is not None and at == ready:
            self._answer(min(self.busy))
        else:
            assert timers.fire_next(self.database, self.calls) != timers.Fired.FAILED
        return True

    def _answer(self, due: tuple[datetime, str, str]) -> None:
        self.busy.remove(due)
        _, instance, token = due
        try:
            with self.database.begin() as session:
                instances.step(session, self.calls, CLERK, instance, FinishOperation(token=token))
        except (TokenGone, HasEnded, instances.InstanceOver):
            # It was interrupted while it worked.
            return

    def _failures(self) -> list[str]:
        """One entry if an instance ended by an error that nobody caught."""
        with self.database.read() as session:
            ended = select(InstanceRow).where(InstanceRow.status == InstanceStatus.ENDED)
            for row in session.scalars(ended):
                diagram = definitions.diagram(session, row.tenant, row.definition_id)
                if load(diagram, row.state, None).failed is not None:
                    return ["ERROR_thrownErrorEvent"]
        return []
