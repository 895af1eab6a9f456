"""People, clocks and messages go through one corridor, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import clock, history, instances, messages, tasks, timers
from engine.database import Database
from engine.instances import Calls, Delivered
from engine.models import (
    InstanceRow,
    InstanceStatus,
    MessageRow,
    SubscriptionRow,
    TaskRow,
    TaskStatus,
    TimerRow,
    TimerState,
)
from engine.timers import Fired
from tests.engine.instances.permit import CASE, LI, UNIT, WANG, ZHAO, Notebook, deploy


def begin(database: Database, calls: Calls, process: str = "permit") -> str:
    with database.begin() as session:
        deploy(session)
        return instances.start(session, calls, LI, process, business_key=CASE, unit=UNIT)


def only_task(database: Database) -> TaskRow:
    with database.read() as session:
        return session.scalars(select(TaskRow).where(TaskRow.status == TaskStatus.OPEN)).one()


def test_a_started_process_opens_its_first_task_with_its_due_date_and_timer(
    database: Database, now: object
) -> None:
    book = Notebook()
    begin(database, book.calls())
    task = only_task(database)
    assert (task.node, task.candidate_group, book.lines) == ("check", "R02@east-lake", ["asked"])
    assert task.due_at == clock.now() + timedelta(hours=2)
    with database.read() as session:
        timer = session.scalars(select(TimerRow)).one()
        assert (timer.due_at, timer.anchor) == (task.due_at, task.anchor)


def test_two_people_claim_and_the_second_learns_who_won(database: Database, now: object) -> None:
    calls = Notebook().calls()
    begin(database, calls)
    task = only_task(database)
    with database.begin() as session:
        tasks.claim(session, calls, LI, task.id)
    with pytest.raises(tasks.AlreadyClaimed) as refused, database.begin() as session:
        tasks.claim(session, calls, WANG, task.id)
    assert refused.value.fields["winner"] == "Li"


def test_a_task_of_another_group_does_not_exist(database: Database, now: object) -> None:
    calls = Notebook().calls()
    begin(database, calls)
    with pytest.raises(tasks.NotCandidate), database.begin() as session:
        tasks.claim(session, calls, ZHAO, only_task(database).id)


def test_completing_needs_the_task_in_hand_and_a_fresh_page(
    database: Database, now: object
) -> None:
    calls = Notebook().calls()
    begin(database, calls)
    task = only_task(database)
    with pytest.raises(tasks.NotYours), database.begin() as session:
        tasks.complete(session, calls, LI, task.id, {})
    with database.begin() as session:
        tasks.claim(session, calls, LI, task.id)
    with pytest.raises(tasks.StaleTask), database.begin() as session:
        tasks.complete(session, calls, LI, task.id, {}, version=1)
    with database.begin() as session:
        tasks.complete(session, calls, LI, task.id, {}, version=2)
    assert only_task(database).node == "decide"


def test_who_checked_may_not_also_decide(database: Database, now: object) -> None:
    calls = Notebook().calls()
    begin(database, calls)
    for person, expected in ((LI, "decide"), (WANG, None)):
        task = only_task(database)
        with database.begin() as session:
            tasks.claim(session, calls, person, task.id)
            tasks.complete(session, calls, person, task.id, {})
        if expected:
            assert only_task(database).node == expected
            with pytest.raises(tasks.FourEyes), database.begin() as session:
                tasks.claim(session, calls, LI, only_task(database).id)
                tasks.complete(session, calls, LI, only_task(database).id, {})
    with database.read() as session:
        row = session.scalars(select(InstanceRow)).one()
        assert (row.status, row.end_event) == (InstanceStatus.ENDED, "done")


def test_a_due_timer_fires_once_and_never_early(database: Database, now: object) -> None:
    book = Notebook()
    calls = book.calls()
    begin(database, calls)
    assert timers.fire_next(database, calls) == Fired.NOTHING_DUE
    clock.travel_to(clock.now() + timedelta(hours=2))
    assert [timers.fire_next(database, calls) for _ in range(2)] == [
        Fired.FIRED, Fired.NOTHING_DUE,
    ]  # fmt: skip
    assert book.lines == ["asked", "late"]
    assert only_task(database).node == "check"


def test_a_timer_whose_handler_raises_is_rolled_back_put_off_and_at_last_a_failure(
    database: Database, now: object
) -> None:
    book = Notebook()
    calls = book.calls()
    begin(database, calls)
    clock.travel_to(clock.now() + timedelta(hours=2))
    book.broken = True
    for _attempt in range(timers.MOST_ATTEMPTS):
        assert timers.fire_next(database, calls) == Fired.FAILED
        assert timers.fire_next(database, calls) == Fired.NOTHING_DUE
        clock.travel_to(clock.now() + timedelta(minutes=11))
    with database.read() as session:
        row = session.scalars(select(TimerRow)).one()
        assert (row.state, row.attempts, row.last_error) == (
            TimerState.DEAD, timers.MOST_ATTEMPTS, "RuntimeError",
        )  # fmt: skip


def test_completing_the_task_cancels_its_timer(database: Database, now: object) -> None:
    calls = Notebook().calls()
    begin(database, calls)
    task = only_task(database)
    with database.begin() as session:
        tasks.claim(session, calls, LI, task.id)
        tasks.complete(session, calls, LI, task.id, {})
    with database.read() as session:
        assert session.scalars(select(TimerRow)).one().state == TimerState.CANCELLED


def test_an_act_interrupts_at_once(database: Database, now: object) -> None:
    calls = Notebook().calls()
    begin(database, calls)
    with database.begin() as session:
        act = session.scalars(select(SubscriptionRow).where(SubscriptionRow.act)).one()
        stepped = tasks.send_act(session, calls, LI, act.id, {})
    assert (stepped.ended, stepped.end_event) == (True, "gone")
    with database.read() as session:
        assert session.scalars(select(TaskRow)).one().status == TaskStatus.CANCELLED


@pytest.mark.parametrize("early", [False, True], ids=["awaited", "kept for the late waiter"])
def test_a_thrown_message_reaches_who_waits_also_when_it_comes_too_early(
    database: Database, now: object, early: bool
) -> None:
    calls = Notebook().calls()
    begin(database, calls, "permit" if early else "waiter")
    with database.begin() as session:
        if not early:
            instances.start(session, calls, LI, "permit", business_key=CASE, unit=UNIT)
    for person in (LI, WANG):
        task = only_task(database)
        with database.begin() as session:
            tasks.claim(session, calls, person, task.id)
            tasks.complete(session, calls, person, task.id, {})
    with database.begin() as session:
        assert (session.scalars(select(MessageRow)).first() is not None) == early
        if early:
            instances.start(session, calls, LI, "waiter", business_key=CASE, unit=UNIT)
    with database.read() as session:
        states = session.scalars(select(InstanceRow.status)).all()
        assert list(states) == [InstanceStatus.ENDED] * 2


def test_a_message_from_outside_starts_a_process_once_however_often_it_is_sent(
    database: Database, now: object
) -> None:
    book = Notebook()
    calls = book.calls()
    with database.begin() as session:
        deploy(session)
    for _attempt in range(3):
        with database.begin() as session:
            outcome = messages.receive(
                session, calls, LI, "PermitAsked", correlation=CASE, unit=UNIT, key="k1"
            )
            assert outcome == Delivered.STARTED
    assert book.lines == ["asked"]


def test_history_of_a_case_is_gapless_and_says_who_acted_in_which_role(
    database: Database, now: object
) -> None:
    calls = Notebook().calls()
    begin(database, calls)
    task = only_task(database)
    with database.begin() as session:
        tasks.claim(session, calls, LI, task.id)
        tasks.release(session, calls, LI, task.id, "lunch")
    with database.read() as session:
        facts = history.of_stream(session, LI.tenant, CASE)
        assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
        released = facts[-1]
        assert (released.tag, released.actor, released.acting_role, released.detail) == (
            "task:released", "li", "R02", {"reason": "lunch"},
        )  # fmt: skip


def test_a_refused_step_writes_nothing(database: Database, now: object) -> None:
    book = Notebook(broken=True)
    with pytest.raises(RuntimeError):
        begin(database, book.calls())
    with database.read() as session:
        assert session.scalars(select(InstanceRow)).all() == []
