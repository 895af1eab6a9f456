"""An effect outside the database is a row first and a delivery later, at least once.

Rows with the same order key leave in their order; each carries a key by which the receiver knows a
repetition. Nothing is sent from inside the transaction that decides on it. A row that keeps
failing becomes dead and a failure that a supervisor sees.

An order key is a case, or a lane of it (`lane`), so that a dead mail server holds up nobody's
telephone call. A channel may also say "not now" (`NotYet`), which costs no attempt.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from engine import clock
from engine.database import Database, new_id
from engine.models import FailureRow, OutboxRow, OutboxState

#: Within five minutes somebody sees that it does not work.
MOST_ATTEMPTS = 8
#: For what is not urgent: a receiver may be away for an hour before anybody is asked.
PATIENT_ATTEMPTS = 15
LONGEST_WAIT = timedelta(minutes=10)
#: How long one delivery may take before another process tries it.
LEASE = timedelta(minutes=2)
#: Ends the case in an order key; what follows is the lane.
_LANE = "/"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What a channel gets to send."""

    tenant: str
    id: str
    channel: str
    #: The same for each repetition of one delivery; a different one is a different delivery.
    receiver_key: str
    payload: Mapping[str, Any] = field(repr=False)
    #: Which attempt this is, from 1.
    attempt: int = 1


#: A channel sends one delivery or raises; it must accept the same receiver key twice.
Channel = Callable[[Delivery], None]


class DeliveryFailed(Exception):
    """The channel could not send; a permanent failure is not tried again, others `most` times.

    The reason is stored and shown to supervisors: nothing of the payload may stand in it.
    """

    def __init__(self, reason: str, *, permanent: bool = False, most: int = MOST_ATTEMPTS) -> None:
        self.most = 1 if permanent else most
        super().__init__(reason)


class NotYet(Exception):
    """The channel will not send before an instant, e.g. in somebody's quiet hours; no failure."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__("not yet")


def lane(case: str, *parts: str) -> str:
    """An order key for one lane of a case: order is kept inside, and lanes do not wait for others.

    A failure of any lane is shown at the case.
    """
    return _LANE.join((case, *parts))


def record(
    session: Session,
    tenant: str,
    unit: str,
    channel: str,
    payload: Mapping[str, Any],
    *,
    order_key: str,
    receiver_key: str | None = None,
    instance_id: str | None = None,
    token: str | None = None,
) -> str:
    """Write an effect to be delivered after the commit; returns its id."""
    now, row_id = clock.now(), new_id()
    session.add(
        OutboxRow(
            tenant=tenant, id=row_id, unit=unit, channel=channel, order_key=order_key,
            receiver_key=receiver_key or row_id, payload=dict(payload), state=OutboxState.WAITING,
            created_at=now, next_try_at=now, instance_id=instance_id, token=token,
        )
    )  # fmt: skip
    return row_id


def deliver_due(
    database: Database,
    channels: Mapping[str, Channel],
    *,
    most: int = 200,
    only: Collection[str] = (),
    without: Collection[str] = (),
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Deliver what is due and return how many left; `only` and `without` name channels.

    Once `stopping` says so, no further row is begun; what waits is delivered after the next start.

    For each row: 1. lease it in a transaction of its own, so that nobody else takes it meanwhile;
    2. send it, holding no transaction;
    3. write what came of it. A process that dies between 2 and 3 sends again after the lease.
    """
    sent = 0
    wanted = _of_channels(only, without)
    for _ in range(most):
        if stopping():
            break
        with database.begin() as session:
            delivery = _lease_next(session, clock.now(), wanted)
        if delivery is None:
            break
        failure = _send(channels.get(delivery.channel), delivery)
        with database.begin() as session:
            sent += _settle(session, delivery, failure)
    return sent


def waits(database: Database, channel: str) -> bool:
    """Whether anything of a channel is due; asked before a write transaction is begun for it."""
    due = and_(_due(clock.now()), OutboxRow.channel == channel)
    with database.read() as session:
        return session.scalar(select(OutboxRow.id).where(due).limit(1)) is not None


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(OutboxRow.state == OutboxState.WAITING, OutboxRow.next_try_at <= now)


def _of_channels(only: Collection[str], without: Collection[str]) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if only:
        wanted.append(OutboxRow.channel.in_(sorted(only)))
    if without:
        wanted.append(OutboxRow.channel.not_in(sorted(without)))
    return wanted


def _lease_next(
    session: Session, now: datetime, wanted: list[ColumnElement[bool]]
) -> Delivery | None:
    """Take the oldest due row whose case has no earlier undelivered row."""
    earlier = aliased(OutboxRow)
    blocked = exists().where(
        earlier.tenant == OutboxRow.tenant,
        earlier.order_key == OutboxRow.order_key,
        earlier.state == OutboxState.WAITING,
        earlier.id < OutboxRow.id,
    )
    row = session.scalar(
        select(OutboxRow)
        .where(_due(now), ~blocked, *wanted)
        .order_by(OutboxRow.next_try_at, OutboxRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.attempts += 1
    row.next_try_at = now + LEASE
    return Delivery(
        tenant=row.tenant, id=row.id, channel=row.channel, receiver_key=row.receiver_key,
        payload=row.payload, attempt=row.attempts,
    )  # fmt: skip


def _send(channel: Channel | None, delivery: Delivery) -> Exception | None:
    if channel is None:
        return DeliveryFailed(f"no channel is called {delivery.channel}", permanent=True)
    try:
        channel(delivery)
    except Exception as failure:  # noqa: BLE001
        # Outermost guard of a channel: whatever it raises is this row's failure, not the queue's.
        return failure
    return None


def _settle(session: Session, delivery: Delivery, failure: Exception | None) -> int:
    """Write what came of an attempt; one that outlived its lease may only report success."""
    row = session.get_one(OutboxRow, (delivery.tenant, delivery.id), with_for_update=True)
    if row.state == OutboxState.SENT:
        return 0
    if failure is None:
        row.state, row.sent_at, row.last_error = OutboxState.SENT, clock.now(), None
        return 1
    if row.state == OutboxState.WAITING and row.attempts == delivery.attempt:
        if isinstance(failure, NotYet):
            row.attempts, row.next_try_at = row.attempts - 1, failure.until
        else:
            _put_off(session, row, failure)
    return 0


def _put_off(session: Session, row: OutboxRow, failure: Exception) -> None:
    # Of a foreign exception the class only: its words could carry what was to be sent.
    told = str(failure) if isinstance(failure, DeliveryFailed) else ""
    row.last_error = f"{type(failure).__name__}: {told}".rstrip(": ")
    most = failure.most if isinstance(failure, DeliveryFailed) else MOST_ATTEMPTS
    if row.attempts >= most:
        row.state = OutboxState.DEAD
        session.add(
            FailureRow(
                tenant=row.tenant, unit=row.unit, kind="delivery",
                business_key=row.order_key.partition(_LANE)[0],
                instance_id=row.instance_id, about=row.id, error=row.last_error,
                raised_at=clock.now(),
            )
        )  # fmt: skip
    else:
        row.next_try_at = clock.now() + back_off(row.attempts)


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many failures: 2, 4, 8 … seconds, at most ten minutes."""
    return min(timedelta(seconds=2**attempts), LONGEST_WAIT)
