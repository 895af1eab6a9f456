"""The facts of a case are numbered without a gap, and cases do not wait for each other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from engine import history
from engine.database import Database
from engine.history import Entry
from tests.databases import Kind
from tests.engine.instances.permit import LI, TENANT, UNIT


def write(database: Database, stream: str, *tags: str) -> int:
    with database.begin() as session:
        history.record(session, LI, stream, UNIT, [Entry(tag=tag) for tag in tags])
    return max(sequence(database, stream), default=0)


def sequence(database: Database, stream: str) -> list[int]:
    with database.read() as session:
        return [fact.seq for fact in history.of_stream(session, TENANT, stream)]


def test_numbers_begin_at_one_and_go_on(database: Database) -> None:
    assert write(database, "c") == 0
    assert write(database, "c", "a:one", "a:two") == 2
    assert write(database, "c", "a:three") == 3
    assert sequence(database, "c") == [1, 2, 3]


@pytest.mark.parametrize("begun", [True, False], ids=["a known case", "a new case"])
def test_eight_writers_of_one_case_leave_no_gap_and_no_double(
    database: Database, begun: bool
) -> None:
    if begun:
        write(database, "c", "case:opened")
    start = threading.Barrier(8)

    def write_five(_: int) -> None:
        start.wait()
        for _ in range(5):
            write(database, "c", "a:one", "a:two")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write_five, range(8)))
    assert sequence(database, "c") == list(range(1, 81 + begun))


def test_what_is_rolled_back_leaves_no_gap(database: Database) -> None:
    write(database, "c", "a:one")
    with pytest.raises(ZeroDivisionError), database.begin() as session:
        history.record(session, LI, "c", UNIT, [Entry(tag="a:lost")])
        assert len(history.of_stream(session, TENANT, "c")) == 2
        history.record(session, LI, "c", UNIT, [Entry(tag="a:lost-too")])
        raise ZeroDivisionError
    write(database, "c", "a:two")
    assert sequence(database, "c") == [1, 2]


def test_writers_of_another_case_do_not_wait(database: Database) -> None:
    """On PostgreSQL; SQLite has one writer for everything."""
    if database.is_sqlite:
        pytest.skip(f"{Kind.SQLITE} has one writer at a time")
    for stream in ("one", "other"):
        write(database, stream, "case:opened")
    with database.begin() as session:
        history.record(session, LI, "one", UNIT, [Entry(tag="a:slow")])
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(write, database, "other", "a:fast").result(timeout=20) == 2


def test_who_holds_a_case_keeps_other_writers_of_it_out_until_the_end(
    database: Database,
) -> None:
    if database.is_sqlite:
        pytest.skip(f"{Kind.SQLITE} has one writer at a time")
    write(database, "c", "case:opened")
    with database.begin() as session:
        history.hold(session, TENANT, "c")
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(write, database, "c", "a:second")
            history.record(session, LI, "c", UNIT, [Entry(tag="a:first")])
            session.commit()
            assert waiting.result(timeout=20) == 3
            tags = [fact.tag for fact in history.of_stream(session, TENANT, "c")]
            assert tags == ["case:opened", "a:first", "a:second"]


def test_holding_a_case_that_has_no_fact_yet_gives_it_no_number(database: Database) -> None:
    with database.begin() as session:
        history.hold(session, TENANT, "new")
    assert write(database, "new", "a:one") == 1


def test_a_fact_says_who_in_which_role_when_it_happened_and_when_it_was_written(
    database: Database, now: datetime
) -> None:
    yesterday = now - timedelta(days=1)
    entry = Entry(tag="case:opened", facts={"n": 1}, detail={"reason": "她说害怕"}, node="x")
    with database.begin() as session:
        history.record(session, LI, "c", UNIT, [entry], event_time=yesterday)
    with database.read() as session:
        fact = history.of_stream(session, TENANT, "c")[0]
    assert (fact.actor, fact.actor_name, fact.acting_role, fact.unit) == ("li", "Li", "R02", UNIT)
    assert (fact.event_time, fact.entry_time) == (yesterday, now)
    assert (fact.facts, fact.detail) == ({"n": 1}, {"reason": "她说害怕"})


def test_the_words_of_people_are_unreadable_in_the_table(database: Database) -> None:
    with database.begin() as session:
        history.record(session, LI, "c", UNIT, [Entry(tag="a:b", detail={"reason": "她说害怕"})])
    with database.read() as session:
        stored = session.execute(text("select detail from history")).scalar_one()
    assert "害怕".encode() not in bytes(stored)


def test_the_same_stream_of_another_centre_is_another_stream(database: Database) -> None:
    write(database, "c", "a:one")
    with database.read() as session:
        assert history.of_stream(session, "another", "c") == []
