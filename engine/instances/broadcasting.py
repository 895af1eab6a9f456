"""A signal reaches every instance that waits for it now and starts every process that it starts.

Unlike a message it has no address, is never kept, and the instance that threw it has heard it
already. Everything happens in the turn of whoever threw it. Source: BPMN 2.0.2 §10.5.1, §10.5.5.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace

from sqlalchemy import select

from engine.instances.corridor import InstanceOver, load, start_by_message, step_in
from engine.instances.turn import Post, Turn
from engine.models import DefinitionRow, DefinitionState, StartSubscriptionRow, SubscriptionRow
from engine.spiff import advance as spiff
from engine.spiff.diagram import signal_start


def broadcast(turn: Turn, post: Post) -> int:
    """Let a signal happen everywhere; answers how many instances heard it or began by it."""
    return sum(_hears(turn, post, each) for each in _listening(turn, post)) + _start(turn, post)


def _listening(turn: Turn, post: Post) -> list[str]:
    """Instances in the order of their cases, so that two signals do not cross."""
    rows = SubscriptionRow
    found = turn.session.execute(
        select(rows.business_key, rows.instance_id)
        .where(
            rows.tenant == turn.actor.tenant, rows.message == post.message.message,
            rows.correlation == "", rows.instance_id != post.sender,
        )
        .distinct()
        .order_by(rows.business_key, rows.instance_id)
    )  # fmt: skip
    return [row.instance_id for row in found]


def _hears(turn: Turn, post: Post, instance_id: str) -> bool:
    command = spiff.Deliver(
        message=post.message.message, payload=post.message.payload, kind=spiff.EventKind.SIGNAL
    )
    # Between the reading and the lock it may have gone on; then it no longer waits.
    with contextlib.suppress(spiff.NobodyWaits, InstanceOver):
        step_in(turn, instance_id, command)
        return True
    return False


def _start(turn: Turn, post: Post) -> int:
    name = signal_start(post.message.message)
    rows, version = StartSubscriptionRow, DefinitionRow
    starting = turn.session.scalars(
        select(rows.definition_id)
        .join(version, (version.tenant == rows.tenant) & (version.id == rows.definition_id))
        .where(
            rows.tenant == turn.actor.tenant, rows.message == name,
            version.state == DefinitionState.ACTIVE,
        )
        .order_by(rows.process)
    ).all()  # fmt: skip
    case = load(turn.session, turn.actor.tenant, post.sender).business_key if post.sender else ""
    beginning = replace(post, message=replace(post.message, message=name))
    for definition_id in starting:
        start_by_message(turn, definition_id, beginning, case)
    return len(starting)
