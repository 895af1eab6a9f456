"""The public verbs on instances: start, step, stop, re-arm, correlate, signal.

Each opens a turn, does its work and then delivers every message that was thrown on the way, so
that a hand-over from one process to another happens in the caller's transaction or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import clock, definitions, history
from engine.actors import Actor
from engine.instances.broadcasting import broadcast
from engine.instances.calls import Calls
from engine.instances.corridor import Stepped, lock, open_instance, step_in
from engine.instances.deliver import Delivered, deliver, drain
from engine.instances.turn import Post, Turn
from engine.models import DefinitionKind
from engine.spiff import advance as spiff


def start(
    session: Session,
    calls: Calls,
    actor: Actor,
    process: str,
    *,
    business_key: str,
    unit: str,
    data: Mapping[str, Any] | None = None,
    event_time: datetime | None = None,
) -> str:
    """Start the active version of a process and return the instance's id."""
    turn = Turn(session=session, calls=calls, actor=actor, event_time=event_time or clock.now())
    definition = definitions.active_version(session, actor.tenant, DefinitionKind.PROCESS, process)
    instance_id = open_instance(turn, definition, business_key, unit, data or {})
    drain(turn)
    return instance_id


def step(
    session: Session,
    calls: Calls,
    actor: Actor,
    instance_id: str,
    command: spiff.Command,
    *,
    event_time: datetime | None = None,
) -> Stepped:
    """Apply one command to one instance and everything that follows from it."""
    turn = Turn(session=session, calls=calls, actor=actor, event_time=event_time or clock.now())
    stepped = step_in(turn, instance_id, command)
    drain(turn)
    return stepped


def stop(session: Session, calls: Calls, actor: Actor, instance_id: str, reason: str) -> None:
    """Stop an instance at once; all it waits for is cancelled and the reason is kept."""
    row = lock(session, actor.tenant, instance_id)
    step(session, calls, actor, instance_id, spiff.Stop(reason=""))
    stopped = history.Entry(
        tag="instance:stopped", instance_id=instance_id, detail={"reason": reason}
    )
    history.record(session, actor, row.business_key, row.unit, [stopped])


def rearm(
    session: Session,
    calls: Calls,
    actor: Actor,
    instance_id: str,
    token: str,
    due: datetime,
    reason: str,
    *,
    more: tuple[datetime, ...] | None = None,
) -> None:
    """Move one armed timer of an instance to another instant, and keep the reason."""
    row = lock(session, actor.tenant, instance_id)
    step(session, calls, actor, instance_id, spiff.Rearm(token=token, due=due, more=more))
    moved = history.Entry(
        tag="timer:rearmed", instance_id=instance_id,
        facts={"token": token, "due": due.isoformat()}, detail={"reason": reason},
    )  # fmt: skip
    history.record(session, actor, row.business_key, row.unit, [moved])


def signal(
    session: Session,
    calls: Calls,
    actor: Actor,
    name: str,
    *,
    unit: str,
    payload: Mapping[str, Any] | None = None,
    event_time: datetime | None = None,
) -> int:
    """Send a signal to everybody who waits for it now; answers how many instances it reached."""
    turn = Turn(session=session, calls=calls, actor=actor, event_time=event_time or clock.now())
    thrown = spiff.Thrown(
        message=name, node="", payload=dict(payload or {}), correlation="",
        kind=spiff.EventKind.SIGNAL,
    )  # fmt: skip
    reached = broadcast(turn, Post(message=thrown, unit=unit, sender=""))
    drain(turn)
    return reached


def correlate(
    session: Session,
    calls: Calls,
    actor: Actor,
    message: str,
    *,
    correlation: str,
    unit: str,
    payload: Mapping[str, Any] | None = None,
    event_time: datetime | None = None,
) -> Delivered:
    """Deliver a message to whoever waits for it, start what it starts, or keep it for a while."""
    turn = Turn(session=session, calls=calls, actor=actor, event_time=event_time or clock.now())
    thrown = spiff.Thrown(
        message=message, node="", payload=dict(payload or {}), correlation=correlation
    )
    delivered = deliver(turn, Post(message=thrown, unit=unit, sender=""))
    drain(turn)
    return delivered
