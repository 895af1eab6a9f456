"""A command from outside has one effect, however often it is sent.

Its key and the reply are stored in the transaction of the effect itself; a repeated key answers
with the stored reply, and the same key for another verb or actor is refused. Replies are encrypted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import insert_if_absent, on_tables, table
from engine.errors import Conflict
from engine.models import CommandRow

KEPT = timedelta(days=7)


_COMMANDS: Final = table(CommandRow)
_ANSWER: Final = (
    update(_COMMANDS)
    .where(_COMMANDS.c.tenant == bindparam("of_tenant"), _COMMANDS.c.key == bindparam("of_key"))
    .values(reply=bindparam("reply"))
)
_OF_KEY: Final = select(CommandRow).where(
    CommandRow.tenant == bindparam("of_tenant"), CommandRow.key == bindparam("of_key")
)


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
    of_key = {"of_tenant": actor.tenant, "of_key": key}
    if first:
        reply = work()
        on_tables(session, _ANSWER, {**of_key, "reply": reply})
        return dict(reply)
    row = session.scalars(_OF_KEY, of_key).one()
    if (row.verb, row.actor) != (verb, actor.id):
        raise KeyReused(verb=verb)
    return dict(row.reply)


def forget_old(session: Session) -> None:
    """Drop replies that nobody will ask for again."""
    session.execute(delete(CommandRow).where(CommandRow.at < clock.now() - KEPT))
