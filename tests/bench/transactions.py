"""What a whole command costs on each database: lock, load, advance, write, commit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import select

from engine import clock, instances, tasks
from engine.database import Base, Database
from engine.models import TaskRow, TaskStatus
from tests.bench.measuring import Figure, median, milliseconds
from tests.databases import private_postgres
from tests.engine.instances.permit import LI, UNIT, WANG, Notebook, deploy

_GOALS = {"SQLite": "≤ 5", "PostgreSQL": "≤ 10"}


def databases(stack: ExitStack) -> Iterator[tuple[str, Database]]:
    """An empty SQLite file and an empty private PostgreSQL that keeps every commit."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    yield "SQLite", Database(f"sqlite:///{folder / 'bench.db'}")
    server = stack.enter_context(private_postgres(settings=""))
    yield "PostgreSQL", Database(server.fresh())


def figures() -> Iterator[Figure]:
    """Completions one after another, and by eight people at once."""
    with ExitStack() as stack:
        for name, database in databases(stack):
            Base.metadata.create_all(database.engine)
            yield from _of(name, database)
            database.close()


def _of(name: str, database: Database) -> Iterator[Figure]:
    calls = Notebook().calls()
    with database.begin() as session:
        deploy(session)
    waiting = iter(_claimed(database, 260))

    def complete() -> None:
        with database.begin() as session:
            tasks.complete(session, calls, LI, next(waiting), {})

    milliseconds(complete, 10)
    yield median(
        f"complete a task, whole transaction, {name}", milliseconds(complete, 200),
        goal=_GOALS[name],
    )  # fmt: skip
    many = _claimed(database, 400)
    began = clock.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda task: _complete(database, task), many))
    rate = len(many) / (clock.monotonic() - began)
    yield Figure(name=f"completions a second, 8 people, {name}", value=rate, unit="/s")


def _complete(database: Database, task: str) -> None:
    with database.begin() as session:
        tasks.complete(session, Notebook().calls(), LI, task, {})


def _claimed(database: Database, count: int) -> list[str]:
    """Open so many instances and take their first task."""
    calls = Notebook().calls()
    found = []
    for number in range(count):
        with database.begin() as session:
            key = f"{count}-{number}-{clock.now().timestamp()}"
            instance = instances.start(session, calls, WANG, "permit", business_key=key, unit=UNIT)
            task = session.scalars(
                select(TaskRow).where(
                    TaskRow.instance_id == instance, TaskRow.status == TaskStatus.OPEN
                )
            ).one()
            found.append(tasks.claim(session, calls, LI, task.id).id)
    return found
