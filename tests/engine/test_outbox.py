"""An effect leaves after the commit, at least once, in order, and never fails in silence."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from engine import clock, outbox, repairing
from engine.database import Database
from engine.models import FailureRow, OutboxRow, OutboxState
from engine.outbox import Delivery, DeliveryFailed, back_off
from tests.engine.instances.permit import LI, TENANT, UNIT


@dataclass
class Gateway:
    """A receiver that keeps what it got, and fails as it is told."""

    got: list[Delivery] = field(default_factory=list)
    failure: Callable[[Delivery], Exception | None] = lambda _: None

    def __call__(self, delivery: Delivery) -> None:
        self.got.append(delivery)
        failure = self.failure(delivery)
        if failure is not None:
            raise failure

    def words(self) -> list[str]:
        return [str(delivery.payload["text"]) for delivery in self.got]


def write(database: Database, *words: str, case: str = "c", channel: str = "sms") -> list[str]:
    with database.begin() as session:
        return [
            outbox.record(session, TENANT, UNIT, channel, {"text": word}, order_key=case)
            for word in words
        ]


def deliver(database: Database, gateway: Gateway, *, most: int = 200) -> int:
    return outbox.deliver_due(database, {"sms": gateway}, most=most)


def row_of(database: Database, row_id: str) -> OutboxRow:
    with database.read() as session:
        return session.get_one(OutboxRow, (TENANT, row_id))


def failures(database: Database) -> list[FailureRow]:
    with database.read() as session:
        return list(session.scalars(select(FailureRow)))


def test_what_was_rolled_back_is_never_sent(database: Database, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), database.begin() as session:
        raise ZeroDivisionError(
            outbox.record(session, TENANT, UNIT, "sms", {"text": "no"}, order_key="c")
        )
    assert deliver(database, Gateway()) == 0


def test_the_rows_of_a_case_leave_in_their_order(database: Database, now: datetime) -> None:
    write(database, "one", "two", "three")
    gateway = Gateway()
    assert deliver(database, gateway) == 3
    assert gateway.words() == ["one", "two", "three"]


def test_a_row_that_fails_holds_back_its_own_case_only(database: Database, now: datetime) -> None:
    write(database, "stuck", "behind")
    write(database, "free", case="other")
    gateway = Gateway(failure=lambda d: OSError() if d.payload["text"] == "stuck" else None)
    deliver(database, gateway)
    assert gateway.words() == ["stuck", "free"]
    clock.travel_to(now + timedelta(minutes=1))
    gateway.failure = lambda _: None
    deliver(database, gateway)
    assert gateway.words() == ["stuck", "free", "stuck", "behind"]


def test_lanes_of_a_case_do_not_wait_for_each_other_and_fail_at_the_case(
    database: Database, now: datetime
) -> None:
    write(database, "stuck", "behind", case=outbox.lane("c", "mail"))
    write(database, "free", case=outbox.lane("c", "robot"))
    refused = DeliveryFailed("no", permanent=True)
    gateway = Gateway(failure=lambda d: refused if d.payload["text"] == "stuck" else None)
    deliver(database, gateway)
    assert gateway.words() == ["stuck", "behind", "free"], "what is dead holds up nobody"
    assert [failure.business_key for failure in failures(database)] == ["c"]


def test_a_channel_that_says_not_yet_is_asked_again_then_and_has_failed_nothing(
    database: Database, now: datetime
) -> None:
    row_id = write(database, "one")[0]
    morning = now + timedelta(hours=8)
    gateway = Gateway(failure=lambda _: outbox.NotYet(morning))
    for _ in range(outbox.MOST_ATTEMPTS + 1):
        clock.travel_to(morning - timedelta(minutes=1))
        deliver(database, gateway)
    assert len(gateway.got) == 1
    assert row_of(database, row_id).attempts == 0
    clock.travel_to(morning)
    gateway.failure = lambda _: None
    assert deliver(database, gateway) == 1


def test_a_patient_failure_is_tried_for_longer(database: Database, now: datetime) -> None:
    write(database, "one")
    most = outbox.PATIENT_ATTEMPTS
    gateway = Gateway(failure=lambda _: DeliveryFailed("away", most=most))
    for _ in range(most + 3):
        deliver(database, gateway)
        clock.travel_to(clock.now() + outbox.LONGEST_WAIT)
    assert len(gateway.got) == most
    assert len(failures(database)) == 1


def test_a_stop_ends_after_the_row_under_way_and_the_rest_waits(
    database: Database, now: datetime
) -> None:
    write(database, "one", "two", "three")
    gateway = Gateway()
    ways = {"sms": gateway}
    assert outbox.deliver_due(database, ways, stopping=lambda: bool(gateway.got)) == 1
    assert gateway.words() == ["one"]
    assert deliver(database, gateway) == 2
    assert gateway.words() == ["one", "two", "three"]


def test_one_channel_can_be_delivered_without_the_others(database: Database, now: datetime) -> None:
    write(database, "near", case="a")
    write(database, "far", case="b", channel="mail")
    gateway = Gateway()
    ways = {"sms": gateway, "mail": gateway}
    assert outbox.waits(database, "mail")
    assert outbox.deliver_due(database, ways, without={"mail"}) == 1
    assert outbox.deliver_due(database, ways, only={"mail"}) == 1
    assert gateway.words() == ["near", "far"]
    assert not outbox.waits(database, "mail")


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 2), (2, 4), (5, 32), (9, 512), (10, 600), (40, 600)]
)
def test_waiting_doubles_up_to_ten_minutes(attempts: int, seconds: int) -> None:
    assert back_off(attempts) == timedelta(seconds=seconds)


def test_a_row_is_not_tried_before_its_back_off_is_over(database: Database, now: datetime) -> None:
    write(database, "one")
    gateway = Gateway(failure=lambda _: OSError())
    deliver(database, gateway)
    clock.travel_to(now + timedelta(seconds=1))
    deliver(database, gateway)
    assert len(gateway.got) == 1
    clock.travel_to(now + timedelta(seconds=2))
    deliver(database, gateway)
    assert [delivery.attempt for delivery in gateway.got] == [1, 2]


def test_a_row_that_keeps_failing_is_dead_and_somebody_is_told(
    database: Database, now: datetime
) -> None:
    row_id = write(database, "one")[0]
    gateway = Gateway(failure=lambda _: OSError())
    for _ in range(outbox.MOST_ATTEMPTS + 3):
        deliver(database, gateway)
        clock.travel_to(clock.now() + outbox.LONGEST_WAIT)
    assert len(gateway.got) == outbox.MOST_ATTEMPTS
    assert row_of(database, row_id).state == OutboxState.DEAD
    assert [(each.kind, each.about) for each in failures(database)] == [("delivery", row_id)]


def test_a_permanent_failure_and_an_unknown_channel_are_dead_at_once(
    database: Database, now: datetime
) -> None:
    refused, unknown = write(database, "one"), write(database, "x", case="d", channel="pigeon")
    deliver(database, Gateway(failure=lambda _: DeliveryFailed("refused", permanent=True)))
    for row_id in (*refused, *unknown):
        assert row_of(database, row_id).state == OutboxState.DEAD
    assert len(failures(database)) == 2


def test_a_channel_that_breaks_in_any_way_does_not_stop_the_others(
    database: Database, now: datetime
) -> None:
    broken = write(database, "broken")[0]
    write(database, "sound", case="other")
    gateway = Gateway(failure=lambda d: KeyError("to") if d.payload["text"] == "broken" else None)
    assert deliver(database, gateway) == 1
    assert row_of(database, broken).last_error == "KeyError"


def test_what_is_kept_of_a_failure_holds_nothing_of_what_was_sent(
    database: Database, now: datetime
) -> None:
    row_id = write(database, "13812345678")[0]
    deliver(database, Gateway(failure=lambda d: OSError(f"cannot reach {d.payload['text']}")))
    assert row_of(database, row_id).last_error == "OSError"


def test_while_one_process_sends_no_other_takes_the_row(database: Database, now: datetime) -> None:
    write(database, "one")
    inner = Gateway()

    def meanwhile(_: Delivery) -> None:
        assert deliver(database, inner) == 0

    outer = Gateway(failure=meanwhile)
    assert deliver(database, outer) == 1
    assert (len(outer.got), len(inner.got)) == (1, 0)


def test_a_delivery_whose_process_died_is_sent_again_with_the_same_key_after_the_lease(
    database: Database, now: datetime
) -> None:
    write(database, "one")

    class PowerCut(BaseException):
        pass

    def cut(_: Delivery) -> Exception | None:
        raise PowerCut

    dying, heir = Gateway(failure=cut), Gateway()
    with pytest.raises(PowerCut):
        deliver(database, dying)
    assert deliver(database, heir) == 0
    clock.travel_to(now + outbox.LEASE)
    assert deliver(database, heir) == 1
    assert dying.got[0].receiver_key == heir.got[0].receiver_key


def test_an_attempt_that_outlived_its_lease_cannot_undo_a_later_success(
    database: Database, now: datetime
) -> None:
    row_id = write(database, "one")[0]

    def late(_: Delivery) -> Exception | None:
        clock.travel_to(now + outbox.LEASE)
        assert deliver(database, Gateway()) == 1
        return DeliveryFailed("too late", permanent=True)

    assert deliver(database, Gateway(failure=late), most=1) == 0
    assert row_of(database, row_id).state == OutboxState.SENT
    assert failures(database) == []


def test_a_dead_delivery_goes_out_again_with_its_old_key_when_a_supervisor_says_so(
    database: Database, now: datetime
) -> None:
    write(database, "one")
    refusing, willing = Gateway(failure=lambda _: DeliveryFailed("no", permanent=True)), Gateway()
    deliver(database, refusing)
    with database.begin() as session:
        repairing.retry(session, LI, failures(database)[0].id, "the gateway is back")
    assert deliver(database, willing) == 1
    assert refusing.got[0].receiver_key == willing.got[0].receiver_key


def test_two_processes_drain_a_burst_and_nothing_goes_out_twice(database: Database) -> None:
    for case in range(20):
        write(database, "one", "two", case=f"case-{case}")
    gateway = Gateway()
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda _: deliver(database, gateway), range(2)))
    assert sum(counts) == len({each.receiver_key for each in gateway.got}) == 40
    assert len(gateway.got) == 40


def test_a_payload_is_unreadable_in_the_table_and_silent_when_printed(
    database: Database, now: datetime
) -> None:
    write(database, "13812345678")
    with database.read() as session:
        stored = session.execute(text("select payload from outbox")).scalar_one()
    gateway = Gateway()
    deliver(database, gateway)
    assert b"13812345678" not in bytes(stored)
    assert "13812345678" not in repr(gateway.got[0])
