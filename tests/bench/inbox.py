"""What the first page of the inbox costs over 100,000 open tasks in 200 groups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial

from sqlalchemy import insert, text

from engine import clock
from engine.actors import Actor, group
from engine.database import Base, Database, new_id
from engine.models import TaskRow, TaskStatus
from tests.bench.measuring import Figure, median, milliseconds
from tests.bench.transactions import databases
from workflows import inbox
from workflows.inbox import View

OPEN_TASKS, GROUPS = 100_000, 200
READER = Actor(
    tenant="xg", id="reader", name="Reader", role="R04", unit="unit-0",
    groups=frozenset(group("R04", f"unit-{number * 37 % GROUPS}") for number in range(5)),
)  # fmt: skip


def figures() -> Iterator[Figure]:
    """First page and counts for a person in 5 of 200 groups, on both databases."""
    with ExitStack() as stack:
        for name, database in databases(stack):
            Base.metadata.create_all(database.engine)
            _fill(database)
            page, counts = partial(_page, database), partial(_counts, database)
            milliseconds(page, 5)
            yield median(
                f"inbox first page, 100,000 open tasks, {name}", milliseconds(page, 60),
                goal="≤ 15",
            )  # fmt: skip
            yield median(
                f"inbox counts, 100,000 open tasks, {name}", milliseconds(counts, 60), goal="≤ 15"
            )
            database.close()


def _page(database: Database) -> None:
    with database.read() as session:
        inbox.rows(session, READER, View.ALL, end_of_today=clock.now() + timedelta(hours=8))


def _counts(database: Database) -> None:
    with database.read() as session:
        inbox.counts(session, READER, end_of_today=clock.now() + timedelta(hours=8))


def _fill(database: Database) -> None:
    now = clock.now()
    for start in range(0, OPEN_TASKS, 10_000):
        rows = [_row(number, now) for number in range(start, start + 10_000)]
        with database.begin() as session:
            session.execute(insert(TaskRow), rows)
    with database.begin() as session:
        session.execute(text("analyze"))


def _row(number: int, now: object) -> dict[str, object]:
    unit = f"unit-{number % GROUPS}"
    return {
        "tenant": "xg", "id": new_id(), "unit": unit, "instance_id": f"i{number}",
        "business_key": f"c{number}", "process": "joint-mediation", "node": "claim-case",
        "token": f"t{number}", "anchor": f"t{number}", "name": "领取案件", "role": "R04",
        "candidate_group": group("R04", unit), "opened_at": now,
        "due_at": clock.now() + timedelta(minutes=number % 9000), "priority": number % 6,
        "status": TaskStatus.OPEN,
        # Every fifth task is in somebody's hands, of a thousand people.
        "assignee": f"p{number % 1000}" if number % 5 == 0 else None,
        "name_en": "", "stage": "", "item": "",
        "form_key": "", "due_code": "", "version": 1,
    }  # fmt: skip
