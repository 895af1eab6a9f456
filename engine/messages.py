"""The door of others: a message from outside reaches the instance that waits for it, once.

The sender's idempotency key is stored with the outcome, so a repeated message changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine import clock, commands, instances
from engine.actors import Actor
from engine.instances import Calls, Delivered
from engine.models import MessageRow


def receive(
    session: Session,
    calls: Calls,
    actor: Actor,
    message: str,
    *,
    correlation: str,
    unit: str,
    key: str,
    payload: Mapping[str, Any] | None = None,
    event_time: datetime | None = None,
) -> Delivered:
    """Deliver a message by name and correlation; the same key again has no second effect."""

    def deliver() -> dict[str, Any]:
        outcome = instances.correlate(
            session, calls, actor, message, correlation=correlation, unit=unit,
            payload=payload, event_time=event_time,
        )  # fmt: skip
        return {"outcome": outcome.value}

    reply = commands.once(session, actor, key, f"message:{message}", deliver)
    return Delivered(reply["outcome"])


def forget_expired(session: Session) -> None:
    """Drop kept messages whose time to live has passed."""
    session.execute(delete(MessageRow).where(MessageRow.expires_at < clock.now()))
