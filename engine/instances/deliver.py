"""A message finds the one who waits for it, starts what it starts, or is kept for a while.

Correlation is by name and key (usually the case). At most one waiting instance receives it; one
that nobody awaits yet stays until its time to live has passed and goes to the first subscription
that fits.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import bindparam, insert, select

from engine import history
from engine.database import on_tables, table
from engine.instances.broadcasting import broadcast
from engine.instances.corridor import lock, start_by_message, step_in
from engine.instances.turn import Post, Turn
from engine.models import (
    DefinitionRow,
    DefinitionState,
    MessageRow,
    StartSubscriptionRow,
    SubscriptionRow,
)
from engine.spiff import advance as spiff

#: How long a message waits for somebody to await it.
TIME_TO_LIVE = timedelta(days=30)

_KEEP: Final = insert(table(MessageRow))
_AWAITING: Final = (
    select(SubscriptionRow)
    .where(
        SubscriptionRow.tenant == bindparam("of_tenant"),
        SubscriptionRow.message == bindparam("message"),
        SubscriptionRow.correlation == bindparam("correlation"),
    )
    .order_by(SubscriptionRow.id)
    .limit(1)
)
_STARTING: Final = (
    select(StartSubscriptionRow)
    .join(
        DefinitionRow,
        (DefinitionRow.tenant == StartSubscriptionRow.tenant)
        & (DefinitionRow.id == StartSubscriptionRow.definition_id),
    )
    .where(
        StartSubscriptionRow.tenant == bindparam("of_tenant"),
        StartSubscriptionRow.message == bindparam("message"),
        DefinitionRow.state == DefinitionState.ACTIVE,
    )
    .order_by(StartSubscriptionRow.process)
    .limit(1)
)


class Delivered(StrEnum):
    """What became of a message."""

    RECEIVED = "received"
    STARTED = "started"
    KEPT = "kept"


def drain(turn: Turn) -> None:
    """Deliver the messages of the turn, now that whoever threw them is saved."""
    while (post := turn.next_post()) is not None:
        if post.message.kind is spiff.EventKind.SIGNAL:
            broadcast(turn, post)
        else:
            deliver(turn, post)


def deliver(turn: Turn, post: Post) -> Delivered:
    """Hand one message over: to a waiting instance, else to a start event, else into keeping."""
    waiting = _held(turn, post)
    if waiting is not None:
        command = spiff.Deliver(
            message=post.message.message, payload=post.message.payload,
            correlation=post.message.correlation, token=waiting.token,
        )  # fmt: skip
        step_in(turn, waiting.instance_id, command)
        return Delivered.RECEIVED
    starting = _starting(turn, post)
    if starting is not None:
        start_by_message(turn, starting.definition_id, post, post.message.correlation)
        return Delivered.STARTED
    _keep(turn, post)
    return Delivered.KEPT


def _held(turn: Turn, post: Post) -> SubscriptionRow | None:
    """Who waits for a message, locked; asked again, because it may have gone on meanwhile."""
    found = _waiting(turn, post)
    while found is not None:
        lock(turn.session, found.tenant, found.instance_id)
        present = _waiting(turn, post)
        if present is None or present.instance_id == found.instance_id:
            return present
        found = present
    return None


def _waiting(turn: Turn, post: Post) -> SubscriptionRow | None:
    return turn.session.scalar(
        _AWAITING,
        {
            "of_tenant": turn.actor.tenant, "message": post.message.message,
            "correlation": post.message.correlation,
        },
    )  # fmt: skip


def _starting(turn: Turn, post: Post) -> StartSubscriptionRow | None:
    """The process that a message starts, in its active version; by name when there are several."""
    return turn.session.scalar(
        _STARTING, {"of_tenant": turn.actor.tenant, "message": post.message.message}
    )


def _keep(turn: Turn, post: Post) -> None:
    message = post.message
    on_tables(turn.session, _KEEP,
        {
            "tenant": turn.actor.tenant, "unit": post.unit, "name": message.message,
            "correlation": message.correlation, "payload": dict(message.payload),
            "received_at": turn.event_time, "expires_at": turn.event_time + TIME_TO_LIVE,
        },
    )  # fmt: skip
    kept = history.Entry(tag="message:kept", facts={"message": message.message})
    history.record(
        turn.session, turn.actor, message.correlation, post.unit, [kept],
        event_time=turn.event_time,
    )  # fmt: skip
