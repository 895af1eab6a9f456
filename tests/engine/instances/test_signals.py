"""A signal crosses from case to case, is heard by all who wait, and is never kept."""

from __future__ import annotations

from sqlalchemy import select

from engine import definitions, instances
from engine.database import Database
from engine.models import InstanceRow, InstanceStatus, MessageRow
from tests.engine.instances.permit import LI, UNIT, Notebook
from tests.engine.spiff.sketch import draw

LISTENER = draw("start s\ncatch c signal=Storm\nend e\ns -> c -> e", process="listener")
SENDER = draw("start s\nthrow t signal=Storm\nend e\ns -> t -> e", process="sender")
STARTER = draw("start s signal=Storm\nuser u\nend e\ns -> u -> e", process="starter")


def start(database: Database, process: str, case: str) -> str:
    with database.begin() as session:
        calls = Notebook().calls()
        return instances.start(session, calls, LI, process, business_key=case, unit=UNIT)


def deploy(database: Database, *diagrams: bytes) -> None:
    with database.begin() as session:
        for diagram in diagrams:
            definitions.deploy_process(session, LI, diagram)


def running(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        rows = select(InstanceRow).where(InstanceRow.status == InstanceStatus.RUNNING)
        return sorted((row.process, row.business_key) for row in session.scalars(rows))


def test_every_case_that_waits_hears_it(database: Database, now: object) -> None:
    deploy(database, LISTENER, SENDER)
    for case in ("a", "b", "c"):
        start(database, "listener", case)
    start(database, "sender", "d")
    assert running(database) == []


def test_it_starts_what_it_starts_for_the_case_that_threw_it(
    database: Database, now: object
) -> None:
    deploy(database, STARTER, SENDER)
    start(database, "sender", "d")
    assert running(database) == [("starter", "d")]


def test_it_is_not_kept_for_whoever_comes_later(database: Database, now: object) -> None:
    deploy(database, LISTENER, SENDER)
    start(database, "sender", "d")
    start(database, "listener", "late")
    assert running(database) == [("listener", "late")]
    with database.read() as session:
        assert session.scalars(select(MessageRow)).all() == []


def test_it_may_come_from_outside(database: Database, now: object) -> None:
    deploy(database, LISTENER)
    start(database, "listener", "a")
    with database.begin() as session:
        assert instances.signal(session, Notebook().calls(), LI, "Storm", unit=UNIT) == 1
    assert running(database) == []
