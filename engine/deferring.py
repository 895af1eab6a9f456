"""What a transaction keeps to itself until it ends: rows to write last, and what its locks taught.

Rows that nothing in their own transaction reads are written together just before the commit, one
call a writer. They belong to the transaction like everything else: a roll-back forgets them, one to
a savepoint brings back what stood before it. Nothing here knows a table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

#: Writes all deferred items of its kind, in the order in which they were deferred.
Writer = Callable[[Session, Sequence[Any]], None]

_ITEMS, _BEFORE, _LEARNT = "deferred", "deferred before each savepoint", "learnt under locks"


def defer(session: Session, writer: Writer, item: object) -> None:
    """Let a writer have this item at the end of the transaction."""
    session.info.setdefault(_ITEMS, []).append((writer, item))


def write_now(session: Session, writer: Writer) -> None:
    """Let one writer work at once, because its rows are about to be read."""
    items: list[tuple[Writer, Any]] = session.info.get(_ITEMS, [])
    ready = [item for its_writer, item in items if its_writer is writer]
    if ready:
        session.info[_ITEMS] = [entry for entry in items if entry[0] is not writer]
        writer(session, ready)


def anything_deferred(session: Session) -> bool:
    """Whether the session would lose something if it ended without a commit."""
    return bool(session.info.get(_ITEMS))


def learnt(session: Session) -> dict[Any, Any]:
    """What the transaction may believe as long as its locks last: rows it has locked, and the like.

    A roll-back to a savepoint gives locks back, so it forgets everything.
    """
    memory: dict[Any, Any] = session.info.setdefault(_LEARNT, {})
    return memory


@event.listens_for(Session, "before_commit")
def _write_all(session: Session) -> None:
    while items := session.info.get(_ITEMS):
        write_now(session, items[0][0])


@event.listens_for(Session, "after_transaction_create")
def _remember(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        before = session.info.setdefault(_BEFORE, {})
        before[transaction] = list(session.info.get(_ITEMS, ()))


@event.listens_for(Session, "after_soft_rollback")
def _take_back(session: Session, transaction: SessionTransaction) -> None:
    # What went in since the savepoint is gone from the database too, so the list is whole again.
    session.info[_ITEMS] = session.info.get(_BEFORE, {}).pop(transaction, [])
    session.info.pop(_LEARNT, None)


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    session.info.get(_BEFORE, {}).pop(transaction, None)
    if transaction.parent is None:
        session.info.pop(_LEARNT, None)
