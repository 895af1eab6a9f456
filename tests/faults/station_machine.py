"""A small house that anything may happen to, in any order, and what must be true all the time.

Hypothesis chooses the acts: people, clocks, messages, new versions, crashes. After each, rows must
say exactly what the saved states say, histories have no gap, and no effect is there twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine import clock, definitions, history, instances, reconciling, repairing, tasks, timers
from engine.database import Base, Database
from engine.definitions.versions import _parsed as kept_in_memory
from engine.errors import Conflict, Refusal
from engine.instances import Call, Calls, migrating
from engine.models import (
    DefinitionKind,
    FailureRow,
    HistoryHeadRow,
    HistoryRow,
    InstanceRow,
    InstanceStatus,
    MigrationRow,
    SubscriptionRow,
    TaskRow,
    TaskStatus,
    TimerRow,
    TimerState,
)
from engine.spiff.report import report
from engine.spiff.state import load
from tests.conftest import MONDAY_MORNING
from tests.engine.instances.permit import DIAGRAM, LI, TENANT, UNIT, WANG, TwoHours, deploy

PEOPLE = {LI.id: LI, WANG.id: WANG}
#: Versions that may be deployed next: other words, another deadline, no reminder at all.
VERSIONS = (
    DIAGRAM,
    DIAGRAM.replace("审查", "复核"),
    DIAGRAM.replace('deadline("D1")', '"PT9H"'),
    DIAGRAM.replace('attachedToRef="check" cancelActivity="false"', 'attachedToRef="check"'),
)
_number = st.integers(0, 50)


class Crash(RuntimeError):
    """The process dies before it commits."""


class Station(RuleBasedStateMachine):
    """Everything that people, clocks and releases do to permits."""

    database: Database

    @initialize()
    def open_house(self) -> None:
        """An empty database, both diagrams deployed, Monday morning."""
        clock.travel_to(MONDAY_MORNING)
        self.broken = False
        self.started: Counter[str] = Counter()
        self.stopped = 0
        with self.database.begin() as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(delete(table))
        kept_in_memory._values.clear()
        with self.database.begin() as session:
            deploy(session)

    def calls(self) -> Calls:
        """The house; its one operation writes into the same transaction, so it can be counted."""

        def note(call: Call) -> dict[str, object]:
            entry = history.Entry(tag="note:written", facts={"what": call.inputs["what"]})
            history.record(call.session, LI, f"note-{call.business_key}", UNIT, [entry])
            if self.broken:
                raise RuntimeError("the notebook is broken")
            return {}

        return Calls(deadlines=TwoHours(), operations={"permit.note": note})

    # What people do.

    @rule(case=st.integers(0, 3))
    def start(self, case: int) -> None:
        """A permit is asked for."""
        key = f"case-{case}"
        with self.database.begin() as session:
            instances.start(session, self.calls(), LI, "permit", business_key=key, unit=UNIT)
        self.started[key] += 1

    @rule(first=st.integers(0, 3), second=st.integers(0, 3))
    def start_two(self, first: int, second: int) -> None:
        """A busy morning."""
        self.start(case=first)
        self.start(case=second)

    @rule(which=_number, person=st.sampled_from(sorted(PEOPLE)))
    def claim(self, which: int, person: str) -> None:
        """Somebody takes a task, or learns that it is taken."""
        task = self._pick(TaskRow, which, TaskRow.status == TaskStatus.OPEN)
        if task is not None:
            self._try(lambda s: tasks.claim(s, self.calls(), PEOPLE[person], task.id))

    @rule(which=_number, person=st.sampled_from(sorted(PEOPLE)))
    def complete(self, which: int, person: str) -> None:
        """Whoever holds a task finishes it; one that nobody holds is taken first."""
        self.claim(which, person)
        task = self._pick(TaskRow, which, TaskRow.status == TaskStatus.OPEN)
        if task is not None:
            holder, version = PEOPLE[str(task.assignee)], task.version
            self._try(
                lambda s: tasks.complete(s, self.calls(), holder, task.id, {}, version=version)
            )

    @rule(which=_number)
    def complete_from_a_stale_page(self, which: int) -> None:
        """A page that shows an earlier version, or a task that is closed, changes nothing."""
        task = self._pick(TaskRow, which)
        if task is None:
            return
        holder = PEOPLE[str(task.assignee or LI.id)]
        before = self._fingerprint()
        with pytest.raises(Refusal), self.database.begin() as session:
            tasks.complete(session, self.calls(), holder, task.id, {}, version=task.version - 1)
        assert self._fingerprint() == before

    @rule(case=st.integers(0, 3))
    def withdraw(self, case: int) -> None:
        """The message that stops a check; kept when nobody awaits it."""
        self._try(
            lambda s: instances.correlate(
                s, self.calls(), LI, "Withdrawn", correlation=f"case-{case}", unit=UNIT
            )
        )

    @rule(which=_number)
    def stop(self, which: int) -> None:
        """A supervisor stops a case."""
        row = self._pick(InstanceRow, which, InstanceRow.status == InstanceStatus.RUNNING)
        if row is not None and self._try(
            lambda s: instances.stop(s, self.calls(), LI, row.id, "no longer wanted")
        ):
            self.stopped += 1

    @rule(which=_number, to=st.sampled_from(["check", "decide", "answer", "told"]))
    def move(self, which: int, to: str) -> None:
        """A supervisor moves a token."""
        task = self._pick(TaskRow, which, TaskRow.status == TaskStatus.OPEN)
        if task is not None:
            self._try(
                lambda s: instances.move_token(
                    s, self.calls(), LI, task.instance_id,
                    token=task.token, target=to, reason="by hand",
                )
            )  # fmt: skip

    # What clocks, releases and failures do.

    @rule(hours=st.integers(1, 5))
    def clock_forward(self, hours: int) -> None:
        """Time goes on and what is due fires."""
        clock.travel_to(clock.now() + timedelta(hours=hours))
        timers.fire_due(self.database, self.calls(), most=50)

    @rule(version=st.sampled_from(VERSIONS))
    def deploy(self, version: str) -> None:
        """Another version of the permit becomes active."""
        with self.database.begin() as session:
            definitions.deploy_process(session, LI, version.encode())

    @rule(which=_number)
    def migrate(self, which: int) -> None:
        """All cases of one version go to the active one, or say why they cannot."""
        row = self._pick(
            InstanceRow, which,
            InstanceRow.status == InstanceStatus.RUNNING, InstanceRow.process == "permit",
        )  # fmt: skip
        if row is None:
            return
        with self.database.read() as session:
            active = definitions.active(session, TENANT, DefinitionKind.PROCESS, "permit").id
            if row.definition_id == active:
                return
            plan = migrating.plan(session, TENANT, row.definition_id, active)
        before = self._due_instants()
        done = migrating.apply_all(self.database, self.calls(), LI, plan, "a new rule", chunk=2)
        assert row.id in {*done.moved, *(each.instance_id for each in done.blocked)}
        after = self._due_instants()
        assert all(after.get(token, due) == due for token, due in before.items())

    @rule(which=_number)
    def take_back(self, which: int) -> None:
        """A migration is undone, unless the case has gone on."""
        kept = self._pick(MigrationRow, which)
        if kept is not None:
            self._try(lambda s: migrating.undo(s, self.calls(), LI, kept.id, "a mistake"))

    @rule(hours=st.integers(1, 30))
    def the_notebook_breaks(self, hours: int) -> None:
        """For some hours operations fail: no case begins, no reminder is lost."""
        self.broken = True
        assert not self._try(
            lambda s: instances.start(
                s, self.calls(), LI, "permit", business_key="case-0", unit=UNIT
            )
        )
        for _ in range(hours):
            self.clock_forward(1)
        self.broken = False

    @rule(which=_number)
    def retry(self, which: int) -> None:
        """A supervisor lets what is dead run again."""
        failure = self._pick(FailureRow, which, FailureRow.resolved_at.is_(None))
        if failure is not None:
            self._try(lambda s: repairing.retry(s, LI, failure.id, "the notebook is mended"))

    @rule(which=_number)
    def crash(self, which: int) -> None:
        """The process dies in the middle of a step; after the restart nothing of it is there."""
        task = self._pick(TaskRow, which, TaskRow.status == TaskStatus.OPEN)
        if task is None:
            return
        before = self._fingerprint()
        with pytest.raises(Crash), self.database.begin() as session:
            stop = instances.stop
            stop(session, self.calls(), LI, task.instance_id, "half done")
            raise Crash
        kept_in_memory._values.clear()
        assert self._fingerprint() == before

    @rule()
    def reconcile(self) -> None:
        """Rows agree with states, so there is nothing to mend."""
        assert reconciling.reconcile(self.database) == 0

    # What must be true after every step.

    @invariant()
    def rows_say_what_states_say(self) -> None:
        """Every open task, armed timer and subscription, and none besides."""
        with self.database.read() as session:
            for row in session.scalars(select(InstanceRow)):
                saved, there = self._saved(session, row), self._there(session, row)
                assert there == saved, row.id
                waits = bool(saved[0] or saved[1] or saved[2])
                assert waits == (row.status == InstanceStatus.RUNNING)

    def _saved(self, session: Session, row: InstanceRow) -> tuple[set, set, set]:
        if row.status != InstanceStatus.RUNNING:
            return set(), set(), set()
        diagram = definitions.diagram(session, TENANT, row.definition_id)
        result = report(load(diagram, row.state, None))
        return (
            {(task.token, task.node) for task in result.tasks},
            {(timer.token, timer.node, timer.due) for timer in result.timers},
            {(each.token, each.message, each.correlation) for each in result.subscriptions},
        )

    def _there(self, session: Session, row: InstanceRow) -> tuple[set, set, set]:
        task, timer, waiting = TaskRow, TimerRow, SubscriptionRow
        opened = select(task).where(task.instance_id == row.id, task.status == TaskStatus.OPEN)
        live = timer.state.in_([TimerState.ARMED, TimerState.DEAD])
        armed = select(timer).where(timer.instance_id == row.id, live)
        awaited = select(waiting).where(waiting.instance_id == row.id)
        return (
            {(each.token, each.node) for each in session.scalars(opened)},
            {(each.token, each.node, each.due_at) for each in session.scalars(armed)},
            {(each.token, each.message, each.correlation) for each in session.scalars(awaited)},
        )

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every case that was begun is there, with one beginning and one note of it."""
        with self.database.read() as session:
            rows = InstanceRow
            begun = select(rows.business_key, func.count()).group_by(rows.business_key)
            assert dict(map(tuple, session.execute(begun))) == dict(self.started)
            for case, count in self.started.items():
                facts = history.of_stream(session, TENANT, case)
                assert sum(fact.tag == "instance:started" for fact in facts) == count

    @invariant()
    def nothing_happens_twice(self) -> None:
        """One note for each beginning and each reminder that fired; one end for each task."""
        with self.database.read() as session:
            for case, count in self.started.items():
                notes = [
                    f.facts["what"] for f in history.of_stream(session, TENANT, f"note-{case}")
                ]
                fired = select(func.count()).where(
                    TimerRow.business_key == case, TimerRow.state == TimerState.FIRED
                )
                assert notes.count("asked") == count
                assert notes.count("late") == session.scalar(fired)
                ended = Counter(
                    fact.facts.get("token") or fact.task_id
                    for fact in history.of_stream(session, TENANT, case)
                    if fact.tag == "task:completed" and fact.task_id
                )
                assert not ended or max(ended.values()) == 1

    @invariant()
    def histories_have_no_gap(self) -> None:
        """The facts of a stream are numbered from one to its head."""
        with self.database.read() as session:
            for head in session.scalars(select(HistoryHeadRow)):
                numbers = select(HistoryRow.seq).where(HistoryRow.stream == head.stream)
                assert sorted(session.scalars(numbers)) == list(range(1, head.last + 1))

    @invariant()
    def failures_are_told(self) -> None:
        """A dead timer has its failure."""
        with self.database.read() as session:
            dead = set(
                session.scalars(select(TimerRow.id).where(TimerRow.state == TimerState.DEAD))
            )
            assert dead <= set(session.scalars(select(FailureRow.about)))

    # Helpers of the acts.

    def _pick(self, table: type, which: int, *where: object):
        with self.database.read() as session:
            rows = session.scalars(select(table).where(*where).order_by(table.id)).all()
            return rows[which % len(rows)] if rows else None

    def _try(self, act: Callable[[Session], object]) -> bool:
        """Do it, or be refused and find everything as it was."""
        before = self._fingerprint()
        try:
            with self.database.begin() as session:
                act(session)
        except (Conflict, Refusal, RuntimeError):
            assert self._fingerprint() == before
            return False
        return True

    def _fingerprint(self) -> list[object]:
        """Everything that a step could have written."""
        with self.database.read() as session:
            return [
                sorted(map(repr, session.execute(select(*columns)).all()))
                for columns in (
                    (InstanceRow.id, InstanceRow.version, InstanceRow.state, InstanceRow.status),
                    (TaskRow.id, TaskRow.version, TaskRow.status, TaskRow.assignee),
                    (TimerRow.id, TimerRow.state, TimerRow.due_at),
                    (SubscriptionRow.id,), (HistoryHeadRow.stream, HistoryHeadRow.last),
                    (MigrationRow.id, MigrationRow.undone_at),
                )
            ]  # fmt: skip

    def _due_instants(self) -> dict[str, object]:
        with self.database.read() as session:
            armed = select(TimerRow.token, TimerRow.due_at).where(
                TimerRow.state == TimerState.ARMED
            )
            return dict(map(tuple, session.execute(armed)))
