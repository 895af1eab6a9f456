"""Facts are written last, but nobody in their transaction can miss them or keep one taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import history
from engine.database import Database, WroteWhileReading
from engine.history import Entry
from tests.engine.instances.permit import LI, TENANT, UNIT


def record(session: Session, *tags: str) -> None:
    history.record(session, LI, "c", UNIT, [Entry(tag=tag) for tag in tags])


def tags_in(session: Session) -> list[str]:
    return list(session.scalars(text("select tag from history order by seq")))


def kept(database: Database) -> list[tuple[int, str]]:
    with database.read() as session:
        return [(fact.seq, fact.tag) for fact in history.of_stream(session, TENANT, "c")]


def test_any_statement_that_names_the_table_sees_what_was_recorded_before_it(
    database: Database,
) -> None:
    with database.begin() as session:
        record(session, "a:one")
        assert tags_in(session) == ["a:one"]
        record(session, "a:two", "a:three")
        assert tags_in(session) == ["a:one", "a:two", "a:three"]
    assert kept(database) == [(1, "a:one"), (2, "a:two"), (3, "a:three")]


@pytest.mark.parametrize("read_inside", [True, False], ids=["read inside", "not read"])
def test_a_savepoint_that_is_taken_back_takes_its_facts_and_leaves_those_before_it(
    database: Database, *, read_inside: bool
) -> None:
    with database.begin() as session:
        record(session, "a:before")
        rehearsal = session.begin_nested()
        record(session, "a:rehearsed")
        if read_inside:
            assert tags_in(session) == ["a:before", "a:rehearsed"]
        rehearsal.rollback()
        record(session, "a:after")
    assert kept(database) == [(1, "a:before"), (2, "a:after")]


def test_a_savepoint_that_is_kept_keeps_its_facts(database: Database) -> None:
    with database.begin() as session:
        record(session, "a:before")
        with session.begin_nested():
            record(session, "a:inside")
        record(session, "a:after")
    assert kept(database) == [(1, "a:before"), (2, "a:inside"), (3, "a:after")]


def test_a_lock_that_a_savepoint_gave_back_is_taken_again(database: Database) -> None:
    with database.begin() as session:
        rehearsal = session.begin_nested()
        record(session, "a:rehearsed")
        rehearsal.rollback()
        history.hold(session, TENANT, "c")
        record(session, "a:one")
    assert kept(database) == [(1, "a:one")]


def test_a_fact_recorded_while_reading_is_refused(database: Database) -> None:
    with pytest.raises(WroteWhileReading), database.read() as session:
        record(session, "a:lost")
    assert kept(database) == []
