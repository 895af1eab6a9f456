"""A command from outside has one effect, however often it is sent.

Its key and the reply are stored in the transaction of the effect itself; a repeated key answers
with the stored reply, and the same key for another verb or actor is refused. Replies are encrypted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import insert_if_absent
from engine.errors import Conflict
from engine.models import CommandRow

KEPT = timedelta(days=7)


class KeyReused(Conflict):
    """One idempotency key was sent with two different commands."""

    code = "idempotency-key-reused"
    sentence = "Expected a new idempotency key for {verb}, but it was used for another command."


def once(
    session: Session, actor: Actor, key: str, verb: str, work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Do the work for a key, or give the stored reply of the first time.

    An empty key means that the caller does not retry; the work is then simply done.
    """
    if not key:
        return work()
    # The row goes in before the work, so that two equal keys at the same instant meet here: the
    # second waits for the first and then reads its reply.
    first = insert_if_absent(
        session, CommandRow, tenant=actor.tenant, key=key, actor=actor.id, verb=verb,
        at=clock.now(),
    )  # fmt: skip
    row = session.scalars(
        select(CommandRow).where(CommandRow.tenant == actor.tenant, CommandRow.key == key)
    ).one()
    if (row.verb, row.actor) != (verb, actor.id):
        raise KeyReused(verb=verb)
    if first:
        row.reply = work()
    return dict(row.reply)


def forget_old(session: Session) -> None:
    """Drop replies that nobody will ask for again."""
    session.execute(delete(CommandRow).where(CommandRow.at < clock.now() - KEPT))
