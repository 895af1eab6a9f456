"""How fast running instances change their version, and that nothing of theirs is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from sqlalchemy import func, insert, select, update

from engine import clock, definitions, instances
from engine.database import Base, Database
from engine.instances import migrating
from engine.models import DefinitionKind, DraftRow, MigrationRow, TaskRow, TimerRow, TimerState
from tests.bench.measuring import Figure
from tests.bench.transactions import databases
from tests.engine.instances.permit import DIAGRAM, LI, TENANT, UNIT, Notebook, deploy

COUNT = 10_000
_GOALS = {"SQLite": "≥ 300", "PostgreSQL": "≥ 150"}
#: The deadline of the check is another one for those who begin now.
NEXT = DIAGRAM.replace('deadline("D1")', '"PT9H"').replace("审查", "复核")


def figures() -> Iterator[Figure]:
    """Ten thousand instances with live boundary timers, on each database."""
    with ExitStack() as stack:
        for name, database in databases(stack):
            Base.metadata.create_all(database.engine)
            yield from _of(name, database)
            database.close()


def _of(name: str, database: Database) -> Iterator[Figure]:
    calls = Notebook().calls()
    _begin(database)
    with database.begin() as session:
        old = definitions.active(session, TENANT, DefinitionKind.PROCESS, "permit").id
        new = definitions.deploy_process(session, LI, NEXT.encode()).id
        plan = migrating.plan(session, TENANT, old, new)
    before = _kept(database)
    began = clock.monotonic()
    done = migrating.apply_all(database, calls, LI, plan, "a new rule")
    rate = len(done.moved) / (clock.monotonic() - began)
    after = _kept(database)
    yield Figure(
        name=f"instances migrated a second, {COUNT}, {name}", value=rate, unit="/s",
        goal=_GOALS[name],
    )  # fmt: skip
    for what, here, there in zip(("due instants", "tasks", "drafts"), before, after, strict=True):
        lost = sum(1 for key, value in here.items() if there.get(key) != value)
        yield Figure(
            name=f"{what} changed or lost of {len(here)}, {name}", value=lost, unit="", goal="0"
        )
    with database.read() as session:
        kept = session.scalar(select(func.count()).select_from(MigrationRow)) or 0
    yield Figure(name=f"previous states kept, {name}", value=kept, unit="", goal=str(COUNT))


def _begin(database: Database) -> None:
    calls = Notebook().calls()
    with database.begin() as session:
        deploy(session)
    for first in range(0, COUNT, 500):
        with database.begin() as session:
            for number in range(first, first + 500):
                key = f"case-{number}"
                instances.start(session, calls, LI, "permit", business_key=key, unit=UNIT)
    with database.begin() as session:
        session.execute(update(TaskRow).values(assignee=LI.id, assignee_name=LI.name))
        drafts = [
            {"tenant": TENANT, "task_id": task, "person": LI.id, "fields": {"note": "…"},
             "saved_at": clock.now()}
            for task in session.scalars(select(TaskRow.id))
        ]  # fmt: skip
        session.execute(insert(DraftRow), drafts)


def _kept(database: Database) -> tuple[dict, dict, dict]:
    """Due instants of live timers, holders of open tasks, and drafts, each by its key."""
    with database.read() as session:
        timers = select(TimerRow.id, TimerRow.due_at).where(TimerRow.state == TimerState.ARMED)
        tasks = select(TaskRow.id, TaskRow.assignee)
        drafts = select(DraftRow.task_id, DraftRow.fields)
        return tuple(
            {row[0]: row[1] for row in session.execute(query)} for query in (timers, tasks, drafts)
        )
