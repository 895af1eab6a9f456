"""A dead timer or delivery runs again by a hand with a reason; the failure keeps who and how."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import clock, history, instances, outbox, repairing, timers
from engine.actors import Actor
from engine.database import new_id
from engine.errors import ReasonMissing
from engine.models import (
    FailureRow,
    OutboxRow,
    OutboxState,
    TaskRow,
    TaskStatus,
    TimerRow,
    TimerState,
)
from tests.engine.instances.permit import CASE, LI, UNIT, Notebook, deploy

ACTOR = Actor(tenant="t", id="p1", name="P", role="R13")


@pytest.fixture
def dead_delivery(database, now):
    """A delivery that nobody could send."""
    with database.begin() as session:
        row_id = outbox.record(session, "t", "u", "fax", {"text": "x"}, order_key="case")
    outbox.deliver_due(database, {})
    with database.read() as session:
        return session.query(FailureRow).one(), row_id


def failed_timer(session, state=TimerState.DEAD):
    row = TimerRow(
        tenant="t", id=new_id(), unit="u", instance_id="i", business_key="b", node="n", token="k",
        anchor="a", due_at=clock.now(), next_try_at=clock.now(), state=state,
        attempts=timers.MOST_ATTEMPTS,
    )  # fmt: skip
    failure = FailureRow(
        tenant="t", id=new_id(), unit="u", kind="timer", about=row.id, error="ValueError",
        raised_at=clock.now(),
    )  # fmt: skip
    session.add_all([row, failure])
    session.flush()
    return row.id, failure.id


def test_a_dead_delivery_is_sent_again(database, dead_delivery):
    failure, row_id = dead_delivery
    with database.begin() as session:
        repairing.retry(session, ACTOR, failure.id, "线路已修好")
    sent = []
    assert outbox.deliver_due(database, {"fax": sent.append}) == 1
    with database.read() as session:
        assert session.get_one(OutboxRow, ("t", row_id)).state == OutboxState.SENT
        assert repairing.unsettled(session, "t") == []
        kept = repairing.settled(session, "t")[0]
        assert (kept.resolved_by, kept.resolution) == ("p1", "retried")
        reason = history.of_stream(session, "t", f"failure:{failure.id}")[-1].detail
        assert reason == {"reason": "线路已修好"}


def test_a_dead_timer_is_armed_again_with_its_attempts_forgotten(database, now):
    with database.begin() as session:
        timer, failure = failed_timer(session)
        repairing.retry(session, ACTOR, failure, "已更正")
    with database.read() as session:
        row = session.get_one(TimerRow, ("t", timer))
        assert (row.state, row.attempts, row.next_try_at) == (TimerState.ARMED, 0, now)


def test_what_was_set_aside_stays_dead(database, dead_delivery):
    failure, row_id = dead_delivery
    with database.begin() as session:
        repairing.set_aside(session, ACTOR, failure.id, "不再需要")
    with database.read() as session:
        assert session.get_one(OutboxRow, ("t", row_id)).state == OutboxState.DEAD
        assert repairing.settled(session, "t")[0].resolution == "set-aside"


@pytest.mark.parametrize("verb", [repairing.retry, repairing.set_aside])
def test_a_hand_needs_a_reason(database, dead_delivery, verb):
    with pytest.raises(ReasonMissing), database.begin() as session:
        verb(session, ACTOR, dead_delivery[0].id, "  ")


def test_a_failure_is_settled_once(database, dead_delivery):
    with database.begin() as session:
        repairing.set_aside(session, ACTOR, dead_delivery[0].id, "好")
    with pytest.raises(repairing.AlreadySettled), database.begin() as session:
        repairing.retry(session, ACTOR, dead_delivery[0].id, "再试")


def test_what_is_no_longer_dead_is_not_retried(database, now):
    with database.begin() as session:
        _timer, failure = failed_timer(session, TimerState.CANCELLED)
    with pytest.raises(repairing.NothingToRetry), database.begin() as session:
        repairing.retry(session, ACTOR, failure, "再试")


def test_another_centre_has_no_such_failure(database, dead_delivery):
    stranger = Actor(tenant="other", id="p", name="P", role="R13")
    with pytest.raises(repairing.NoSuchFailure), database.begin() as session:
        repairing.retry(session, stranger, dead_delivery[0].id, "再试")


@pytest.fixture
def dead_reminder(database, now):
    """A permit whose reminder failed so often that it is dead."""
    book = Notebook()
    with database.begin() as session:
        deploy(session)
        instances.start(session, book.calls(), LI, "permit", business_key=CASE, unit=UNIT)
    book.broken = True
    clock.travel_to(clock.now() + timedelta(hours=2))
    for _ in range(timers.MOST_ATTEMPTS):
        timers.fire_due(database, book.calls())
        clock.travel_to(clock.now() + timedelta(hours=12))
    with database.read() as session:
        return session.query(FailureRow).one().id


def states(database):
    with database.read() as session:
        return [row.state for row in session.query(TimerRow)]


def test_a_timer_is_skipped_and_the_case_goes_on_without_it(database, dead_reminder):
    assert states(database) == [TimerState.DEAD]
    with database.begin() as session:
        repairing.skip(session, Notebook().calls(), LI, dead_reminder, "说过了")
    assert states(database) == [TimerState.CANCELLED]
    with database.read() as session:
        tags = [fact.tag for fact in history.of_stream(session, LI.tenant, CASE)]
        assert "timer:skipped" in tags
        assert session.query(TaskRow).one().status == TaskStatus.OPEN
        assert repairing.settled(session, LI.tenant)[0].resolution == "skipped"


def test_the_data_are_set_right_and_the_timer_runs_again(database, dead_reminder):
    book = Notebook()
    with database.begin() as session:
        repairing.repair(session, book.calls(), LI, dead_reminder, "填错了", values={"floor": 3})
    assert timers.fire_due(database, book.calls()) == 1
    assert (book.lines, states(database)) == (["late"], [TimerState.FIRED])


def test_a_delivery_cannot_be_skipped(database, dead_delivery):
    failure, _ = dead_delivery
    with pytest.raises(repairing.NothingToRetry), database.begin() as session:
        repairing.skip(session, Notebook().calls(), ACTOR, failure.id, "不需要")
