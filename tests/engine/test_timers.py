"""A due timer fires once, never early, whoever else works at its case; a broken one is shown."""

from __future__ import annotations

import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select

from engine import clock, history, instances, repairing, signals, tasks, timers
from engine.database import Database
from engine.instances import Call, Calls
from engine.models import FailureRow, SignalRow, TaskRow, TaskStatus, TimerRow, TimerState
from engine.timers import Fired
from tests.engine.instances.permit import CASE, LI, TENANT, UNIT, Notebook, TwoHours, deploy

TWO_HOURS = timedelta(hours=2)


def start(database: Database, calls: Calls, *cases: str) -> list[str]:
    with database.begin() as session:
        deploy(session)
        return [
            instances.start(session, calls, LI, "permit", business_key=case, unit=UNIT)
            for case in cases or (CASE,)
        ]


def states(database: Database) -> Counter[TimerState]:
    with database.read() as session:
        return Counter(session.scalars(select(TimerRow.state)))


def test_a_burst_of_two_hundred_is_drained_by_two_processes_each_timer_once(
    database: Database, now: datetime
) -> None:
    book = Notebook()
    calls = book.calls()
    cases = [f"case-{number}" for number in range(200)]
    start(database, calls, *cases)
    clock.travel_to(now + TWO_HOURS)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: timers.fire_due(database, calls), range(2)))
    # A worker passes by a case that the other has in hand; the next tick finds nothing left.
    timers.fire_due(database, calls)
    assert Counter(book.lines) == {"asked": 200, "late": 200}
    assert states(database) == {TimerState.FIRED: 200}
    with database.read() as session:
        for case in cases:
            tags = [fact.tag for fact in history.of_stream(session, TENANT, case)]
            assert tags.count("timer:fired") == 2, "the diagram's own fact and that of the door"


def test_the_oldest_fires_first(database: Database, now: datetime) -> None:
    book = Notebook()
    calls = book.calls()
    order: list[str] = []

    def note(call: Call) -> dict[str, str]:
        order.append(call.business_key)
        return {}

    ordered = Calls(deadlines=TwoHours(), operations={"permit.note": note})
    for minutes, case in ((0, "first"), (5, "second"), (10, "third")):
        clock.travel_to(now + timedelta(minutes=minutes))
        start(database, calls, case)
    clock.travel_to(now + timedelta(hours=5))
    timers.fire_due(database, ordered)
    assert order == ["first", "second", "third"]


def test_a_timer_one_microsecond_ahead_does_not_fire(database: Database, now: datetime) -> None:
    calls = Notebook().calls()
    start(database, calls)
    clock.travel_to(now + TWO_HOURS - timedelta(microseconds=1))
    assert timers.fire_due(database, calls) == 0
    with database.read() as session:
        assert timers.oldest_due(session) is None
        assert timers.next_due(session) == now + TWO_HOURS


def test_a_case_in_other_hands_is_passed_by_and_the_rest_goes_on(
    database: Database, now: datetime
) -> None:
    if database.is_sqlite:
        pytest.skip("sqlite has one writer at a time")
    book = Notebook()
    calls = book.calls()
    start(database, calls, "held", "free")
    clock.travel_to(now + TWO_HOURS)
    with database.begin() as session:
        history.hold(session, TENANT, "held")
        assert timers.fire_due(database, calls) == 1
    assert timers.fire_due(database, calls) == 1
    assert states(database) == {TimerState.FIRED: 2}


def test_a_person_and_a_clock_at_the_same_instant_never_block_each_other(
    database: Database, now: datetime
) -> None:
    """Neither side may fail (PostgreSQL would end a deadlock by failing one of the two)."""
    calls = Notebook().calls()
    cases = [f"case-{number}" for number in range(30)]
    start(database, calls, *cases)
    with database.read() as session:
        wanted = list(session.scalars(select(TaskRow.id)))
    clock.travel_to(now + TWO_HOURS)

    def people() -> None:
        for task_id in wanted:
            with database.begin() as session:
                tasks.claim(session, calls, LI, task_id)
            with database.begin() as session:
                tasks.complete(session, calls, LI, task_id, {})

    def clocks() -> list[Fired]:
        return [timers.fire_next(database, calls) for _ in range(40)]

    with ThreadPoolExecutor(3) as pool:
        person, *ticks = pool.submit(people), pool.submit(clocks), pool.submit(clocks)
        person.result()
        outcomes = Counter(outcome for tick in ticks for outcome in tick.result())
    timers.fire_due(database, calls)
    assert Fired.FAILED not in outcomes
    found = states(database)
    assert found[TimerState.FIRED] + found[TimerState.CANCELLED] == 30
    with database.read() as session:
        decided = select(TaskRow).where(TaskRow.node == "decide")
        assert len(session.scalars(decided).all()) == 30


def test_a_failed_attempt_does_not_revive_a_timer_that_another_process_fired(
    database: Database, now: datetime
) -> None:
    book = Notebook()
    sound = book.calls()
    start(database, sound)
    clock.travel_to(now + TWO_HOURS)
    with database.read() as session:
        key = session.execute(select(TimerRow.tenant, TimerRow.id)).one()
    assert timers.fire_next(database, sound) == Fired.FIRED
    with database.begin() as session:
        timers._put_off(session, tuple(key), RuntimeError())
    assert states(database) == {TimerState.FIRED: 1}


def test_a_failing_handler_leaves_its_class_in_the_row_and_no_word_of_it_in_the_log(
    database: Database, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(call: Call) -> dict[str, str]:
        raise ValueError(call.business_key)

    start(database, Notebook().calls(), "孙小菲")
    clock.travel_to(now + TWO_HOURS)
    calls = Calls(deadlines=TwoHours(), operations={"permit.note": broken})
    with caplog.at_level(logging.DEBUG):
        assert timers.fire_next(database, calls) == Fired.FAILED
    with database.read() as session:
        assert session.scalars(select(TimerRow)).one().last_error == "ValueError"
    assert "test_timers" in caplog.text, "the log says where it broke"
    assert "孙小菲" not in caplog.text


def test_a_dead_timer_is_a_failure_and_a_supervisor_can_let_it_run_again(
    database: Database, now: datetime
) -> None:
    book = Notebook()
    calls = book.calls()
    start(database, calls)
    book.broken = True
    for _ in range(timers.MOST_ATTEMPTS):
        clock.travel_to(clock.now() + TWO_HOURS)
        assert timers.fire_next(database, calls) == Fired.FAILED
    book.broken = False
    clock.travel_to(clock.now() + TWO_HOURS)
    assert timers.fire_next(database, calls) == Fired.NOTHING_DUE
    with database.begin() as session:
        failure = session.scalars(select(FailureRow)).one()
        assert (failure.kind, failure.error, failure.unit) == ("timer", "RuntimeError", UNIT)
        repairing.retry(session, LI, failure.id, "mended")
    assert timers.fire_next(database, calls) == Fired.FIRED
    assert book.lines == ["asked", "late"]


def test_a_timer_of_a_stopped_instance_is_gone_not_failed(
    database: Database, now: datetime
) -> None:
    calls = Notebook().calls()
    instance = start(database, calls)[0]
    with database.begin() as session:
        instances.stop(session, calls, LI, instance, "withdrawn by phone")
        # As if the row had been missed when the instance stopped.
        session.scalars(select(TimerRow)).one().state = TimerState.ARMED
    clock.travel_to(now + TWO_HOURS)
    assert timers.fire_next(database, calls) == Fired.GONE
    assert states(database) == {TimerState.CANCELLED: 1}


def test_a_timer_moved_by_hand_fires_at_its_new_instant_and_the_reason_is_kept(
    database: Database, now: datetime
) -> None:
    book = Notebook()
    calls = book.calls()
    instance = start(database, calls)[0]
    with database.begin() as session:
        token = session.scalars(select(TimerRow)).one().token
        later = now + timedelta(hours=3)
        instances.rearm(session, calls, LI, instance, token, later, "agreed with her")
    clock.travel_to(now + TWO_HOURS)
    assert timers.fire_due(database, calls) == 0
    clock.travel_to(later)
    assert timers.fire_due(database, calls) == 1
    with database.read() as session:
        moved = [f for f in history.of_stream(session, TENANT, CASE) if f.tag == "timer:rearmed"]
        assert moved[0].detail == {"reason": "agreed with her"}


def test_an_hour_of_downtime_fires_what_fell_due_late_and_says_how_late(
    database: Database, now: datetime
) -> None:
    calls = Notebook().calls()
    start(database, calls)
    clock.travel_to(now + TWO_HOURS + timedelta(hours=1))
    with database.read() as session:
        assert timers.oldest_due(session) == now + TWO_HOURS
    assert timers.fire_due(database, calls) == 1
    with database.read() as session:
        fired = [f for f in history.of_stream(session, TENANT, CASE) if f.tag == "timer:fired"]
        assert fired[-1].facts["late_seconds"] == 3600


def test_nothing_but_open_work_is_left_when_the_head_was_told(
    database: Database, now: datetime
) -> None:
    calls = Notebook().calls()
    start(database, calls)
    clock.travel_to(now + TWO_HOURS)
    timers.fire_due(database, calls)
    with database.read() as session:
        assert session.scalars(select(TaskRow.status)).all() == [TaskStatus.OPEN]


def test_a_reminder_that_moves_no_task_tells_only_the_list_in_which_it_stands(
    database: Database, now: datetime
) -> None:
    calls = Notebook().calls()
    start(database, calls)
    clock.travel_to(now + TWO_HOURS)
    with database.begin() as session:
        session.execute(delete(SignalRow))
    timers.fire_due(database, calls)
    with database.read() as session:
        task = session.scalars(select(TaskRow)).one()
        said = set(session.scalars(select(SignalRow.topic)))
    assert said == {signals.list_of(task.candidate_group), f"case:{CASE}"}
