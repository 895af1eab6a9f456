"""Values come back as they went in, ids sort, writers queue fairly, and nothing is lost."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from engine import clock, protection
from engine.database import (
    EPOCH,
    Database,
    Instant,
    Json,
    WroteWhileReading,
    canonical,
    insert_if_absent,
    new_id,
)
from engine.models import HeartbeatRow, HistoryHeadRow, OutboxRow, OutboxState, SignalRow
from engine.writers import FairLock, NestedTransaction

TENANT = "xg"
PLAIN_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


# --- instants ---------------------------------------------------------------------------------


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
def test_an_instant_keeps_every_microsecond(naive: datetime) -> None:
    column, instant = Instant(), naive.replace(tzinfo=UTC)
    stored = column.process_bind_param(instant, None)  # type: ignore[arg-type]
    assert isinstance(stored, int)
    assert column.process_result_value(stored, None) == instant  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "zone", [UTC, ZoneInfo("Asia/Shanghai"), timezone(timedelta(hours=-9, minutes=-30))], ids=str
)
def test_an_instant_of_any_zone_is_the_same_on_both_databases_and_comes_back_in_utc(
    database: Database, zone: Any
) -> None:
    at = datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=zone)
    with database.begin() as session:
        session.add(SignalRow(tenant=TENANT, id="s", unit="u", topic="t", at=at))
    with database.read() as session:
        assert session.scalar(text("select at from signal")) == (at - EPOCH) // timedelta(
            microseconds=1
        )
        found = session.scalars(select(SignalRow)).one().at
    assert (found, found.tzinfo) == (at, UTC)


def test_a_naive_instant_is_refused_and_writes_nothing(database: Database) -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError, match="aware"), database.begin() as session:
        session.add(SignalRow(tenant=TENANT, unit="u", topic="t", at=naive))
    with database.read() as session:
        assert session.scalars(select(SignalRow)).all() == []


# --- JSON -------------------------------------------------------------------------------------


@given(PLAIN_JSON)
def test_json_comes_back_as_it_went_in(value: Any) -> None:
    column = Json()
    stored = column.process_bind_param(value, None)  # type: ignore[arg-type]
    assert column.process_result_value(stored, None) == value  # type: ignore[arg-type]


def test_equal_values_have_one_text_whatever_the_order_of_their_keys() -> None:
    assert canonical({"b": 1, "a": "案"}) == canonical({"a": "案", "b": 1}) == '{"a":"案","b":1}'


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"amount": float("nan")})


# --- ids --------------------------------------------------------------------------------------


def test_ids_of_one_instant_sort_in_the_order_they_were_made(now: datetime) -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_sort_by_time_and_are_uuids_of_version_7() -> None:
    with clock.frozen(datetime(2126, 1, 1, tzinfo=UTC)):
        early = new_id()
    with clock.frozen(datetime(2126, 1, 1, 0, 0, 0, 1, tzinfo=UTC)):
        late = new_id()
    assert early < late
    assert (early[14], early[19] in "89ab", len(early)) == ("7", True, 36)


def test_ids_made_by_many_threads_never_repeat_and_never_go_back_within_a_thread() -> None:
    def make(_: int) -> list[str]:
        return [new_id() for _ in range(400)]

    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(make, range(8)))
    assert all(batch == sorted(batch) for batch in batches)
    assert len({made for batch in batches for made in batch}) == 8 * 400


# --- writers ----------------------------------------------------------------------------------


def test_read_modify_write_by_eight_threads_loses_nothing(database: Database) -> None:
    with database.begin() as session:
        session.add(HistoryHeadRow(tenant=TENANT, stream="s", last=0))
    start = threading.Barrier(8)

    def add_ten(_: int) -> None:
        start.wait()
        for _ in range(10):
            with database.begin() as session:
                row = session.get_one(HistoryHeadRow, (TENANT, "s"), with_for_update=True)
                row.last += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_ten, range(8)))
    with database.read() as session:
        assert session.get_one(HistoryHeadRow, (TENANT, "s")).last == 80


def test_writers_are_served_in_the_order_they_came() -> None:
    lock, served = FairLock(), list[int]()
    lock.acquire()
    threads = []
    for number in range(6):
        before = len(lock._queue)
        thread = threading.Thread(
            target=lambda me=number: (lock.acquire(), served.append(me), lock.release())
        )
        thread.start()
        threads.append(thread)
        while len(lock._queue) == before:
            thread.join(0.001)
    lock.release()
    for thread in threads:
        thread.join(10)
    assert served == list(range(6))


class Interrupted(BaseException):
    """Like the interrupt that a server sends to a thread."""


def test_an_interrupted_writer_leaves_the_queue_and_the_next_one_is_served() -> None:
    lock, served = FairLock(), list[str]()
    lock.acquire()

    class Breaking(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise Interrupted

    def interrupted() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("engine.writers.threading.Event", Breaking)
            with pytest.raises(Interrupted):
                lock.acquire()
        served.append("interrupted")

    first = threading.Thread(target=interrupted)
    first.start()
    first.join(10)
    second = threading.Thread(target=lambda: (lock.acquire(), served.append("second")))
    second.start()
    while not lock._queue:
        second.join(0.001)
    lock.release()
    second.join(10)
    assert served == ["interrupted", "second"]


def test_a_writing_thread_that_begins_again_is_refused_instead_of_waiting_for_itself(
    tmp_path: Any,
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nested.db'}")
    with pytest.raises(NestedTransaction), database.begin(), database.begin():
        pass
    with database.begin() as session:
        assert session.scalar(text("select 1")) == 1
    database.close()


def test_a_block_that_raises_leaves_nothing_and_the_next_writer_goes_on(
    database: Database, now: datetime
) -> None:
    def beat_and_break() -> None:
        with database.begin() as session:
            session.add(HeartbeatRow(tenant="-", node="n", beat_at=now))
            session.flush()
            raise Interrupted

    with pytest.raises(Interrupted):
        beat_and_break()
    with database.begin() as session:
        assert session.scalars(select(HeartbeatRow)).all() == []


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize("flushed", [False, True], ids=["at the end", "at a flush"])
def test_a_reading_transaction_that_would_lose_a_row_says_so(
    database: Database, now: datetime, flushed: bool
) -> None:
    def beat() -> None:
        with database.read() as session:
            session.add(HeartbeatRow(tenant="-", node="n", beat_at=now))
            if flushed:
                session.flush()

    with pytest.raises(WroteWhileReading, match="HeartbeatRow"):
        beat()


def heart_beat(now: datetime, node: str = "n") -> HeartbeatRow:
    return HeartbeatRow(tenant="-", node=node, beat_at=now)


def test_what_a_reader_notes_is_kept_and_no_writer_waits_for_it(
    database: Database, now: datetime
) -> None:
    with database.read_and_note() as session:
        session.add(heart_beat(now, "note"))
        # Another writer would wait here for ever, or this thread for itself.
        with database.begin() as writing:
            writing.add(heart_beat(now, "writer"))
    with database.read() as session:
        assert set(session.scalars(select(HeartbeatRow.node))) == {"note", "writer"}


def test_a_reader_who_was_refused_leaves_no_note(database: Database, now: datetime) -> None:
    def refused() -> None:
        with database.read_and_note() as session:
            session.add(heart_beat(now))
            raise LookupError

    with pytest.raises(LookupError):
        refused()
    with database.read() as session:
        assert session.scalars(select(HeartbeatRow)).all() == []


def test_a_reader_who_notes_may_change_nothing_that_was_there(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        session.add(heart_beat(now))

    def change() -> None:
        with database.read_and_note() as session:
            session.scalars(select(HeartbeatRow)).one().beat_at = now + timedelta(seconds=1)

    with pytest.raises(WroteWhileReading, match="HeartbeatRow"):
        change()


def test_rows_that_were_read_stay_readable_after_the_block(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        session.add(HeartbeatRow(tenant="-", node="n", beat_at=now))
    with database.read() as session:
        row = session.scalars(select(HeartbeatRow)).one()
    assert row.beat_at == now


# --- the rest ---------------------------------------------------------------------------------


def test_of_eight_who_insert_one_key_at_once_one_does_and_all_can_read_it(
    database: Database,
) -> None:
    start = threading.Barrier(8)

    def insert(number: int) -> tuple[bool, int]:
        start.wait()
        with database.begin() as session:
            mine = insert_if_absent(session, HistoryHeadRow, tenant=TENANT, stream="s", last=number)
            return mine, session.get_one(HistoryHeadRow, (TENANT, "s")).last

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(insert, range(8)))
    assert sum(mine for mine, _ in outcomes) == 1
    assert len({last for _, last in outcomes}) == 1


def test_the_words_of_a_failed_statement_hold_no_value(database: Database) -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - makes the statement fail
    with pytest.raises(StatementError) as failed, database.begin() as session:
        session.add(
            OutboxRow(
                tenant=TENANT, unit="u", channel="sms", order_key="k", receiver_key="r",
                payload={"name": "孙小菲"}, state=OutboxState.WAITING, created_at=naive,
                next_try_at=naive,
            )
        )  # fmt: skip
    assert "孙小菲" not in str(failed.value)
    assert "孙小菲" not in json.dumps(str(failed.value))


def test_sqlite_keeps_commits_over_a_power_cut_and_checks_references(tmp_path: Any) -> None:
    database = Database(f"sqlite:///{tmp_path / 'pragmas.db'}")
    with database.read() as session:
        found = {
            name: session.scalar(text(f"pragma {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000,
    }  # fmt: skip


def test_two_processes_that_change_the_schema_at_once_take_turns(database: Database) -> None:
    inside, most = 0, 0
    counting, start = threading.Lock(), threading.Barrier(4)

    def change(number: int) -> None:
        nonlocal inside, most
        start.wait()
        # A second `Database` on the same URL is a process of its own, without our queue.
        own = Database(database.url)
        with own.schema_change() as connection:
            with counting:
                inside += 1
                most = max(most, inside)
            connection.execute(text(f"create table turn_{number} (n integer)"))
            with counting:
                inside -= 1
        own.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, range(4)))
    assert most == 1


def test_keys_come_from_the_installed_ring(keyring: protection.Keyring) -> None:
    # Other tests of this process may have composed a house, which installs its own.
    before = protection.keyring()
    protection.install(keyring)
    try:
        assert protection.keyring() is keyring
    finally:
        protection.install(before)


def test_a_connection_that_the_server_ended_at_rest_is_replaced_unseen(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("a SQLite file has no server")
    here = text("select pg_backend_pid()")
    with database.begin() as session:
        ended = session.scalar(here)
    other = Database(database.url)
    with other.begin() as session:
        session.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": ended})
    other.close()
    with database.begin() as session:
        assert session.scalar(here) != ended
