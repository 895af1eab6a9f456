"""Many people reach for the same tasks at the same moment: each task has exactly one winner."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from engine import history, instances, tasks
from engine.database import Database
from engine.models import TaskRow
from tests.engine.instances.permit import LI, UNIT, Notebook, actor, deploy

CLIENTS, TASKS = 64, 200


def open_tasks(database: Database, count: int) -> list[str]:
    calls = Notebook().calls()
    with database.begin() as session:
        deploy(session)
        for number in range(count):
            instances.start(session, calls, LI, "permit", business_key=f"case-{number}", unit=UNIT)
    with database.read() as session:
        return list(session.scalars(select(TaskRow.id)))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A connection for every client: what is raced for here is the task, not a place in the pool."""
    opened = Database(database_url, pool_size=CLIENTS)
    yield opened
    opened.close()


def test_64_clients_race_for_200_tasks_and_every_task_has_one_winner(
    database: Database,
) -> None:
    wanted = open_tasks(database, TASKS)
    calls, start = Notebook().calls(), threading.Barrier(CLIENTS)

    def client(number: int) -> tuple[list[str], Counter[str]]:
        person, won, lost = actor(f"client-{number}", "R02"), [], Counter[str]()
        start.wait()
        # Everybody goes through the tasks in the same order, so that all meet at each of them.
        for task_id in wanted:
            try:
                with database.begin() as session:
                    tasks.claim(session, calls, person, task_id)
                won.append(task_id)
            except tasks.AlreadyClaimed as refused:
                lost[str(refused.fields["winner"])] += 1
        return won, lost

    with ThreadPoolExecutor(CLIENTS) as pool:
        outcomes = list(pool.map(client, range(CLIENTS)))
    winners = Counter(task_id for won, _ in outcomes for task_id in won)
    refusals = sum(sum(lost.values()) for _, lost in outcomes)
    print(f"\n{len(winners)} winners of {TASKS} tasks, {refusals} refusals that named the winner")
    assert set(winners) == set(wanted)
    assert set(winners.values()) == {1}
    assert refusals == TASKS * (CLIENTS - 1)
    with database.read() as session:
        claims = [
            fact for number in range(TASKS)
            for fact in history.of_stream(session, LI.tenant, f"case-{number}")
            if fact.tag == "task:claimed"
        ]  # fmt: skip
    assert len(claims) == TASKS
