"""What a transaction keeps to itself until it ends: rows to write last, and what its locks taught.

Rows of which one transaction writes many are written together, one call a table, just before the
commit or before the first statement that names their table, so that nobody can miss them. They
belong to the transaction like everything else: a roll-back forgets them, one to a savepoint brings
back what stood before it. Nothing here knows a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

#: Name of the execution option by which a connection knows the session that writes over it.
WRITER = "session_that_writes"
_ITEMS, _BEFORE, _LEARNT = "deferred", "deferred before each savepoint", "learnt under locks"


@dataclass(frozen=True, kw_only=True)
class Deferred:
    """One table whose rows are written last."""

    table: str
    #: Writes all deferred items of the table, in the order in which they were deferred.
    write: Callable[[Session, Sequence[Any]], None]

    @cached_property
    def name(self) -> re.Pattern[str]:
        """Finds the table in a statement."""
        return re.compile(rf"\b{self.table}\b")


def defer(session: Session, kind: Deferred, *items: object) -> None:
    """Let these items be written at the end of the transaction."""
    session.info.setdefault(_ITEMS, []).extend((kind, item) for item in items)


def anything_deferred(session: Session) -> bool:
    """Whether the session would lose something if it ended without a commit."""
    return bool(session.info.get(_ITEMS))


def learnt(session: Session) -> dict[Any, Any]:
    """What the transaction may believe as long as its locks last: rows it has locked, and the like.

    A roll-back to a savepoint gives locks back, so it forgets everything.
    """
    memory: dict[Any, Any] = session.info.setdefault(_LEARNT, {})
    return memory


def write_what_is_named(
    connection: Connection, _cursor: object, statement: str, *_: object
) -> None:
    """Before a statement: write the deferred rows of the tables that it names."""
    session: Session | None = connection.get_execution_options().get(WRITER)
    items = session.info.get(_ITEMS) if session is not None else None
    if session is None or not items:
        return
    for kind in dict.fromkeys(kind for kind, _ in items):
        if kind.name.search(statement):
            _write(session, kind)


def _write(session: Session, kind: Deferred) -> None:
    # Taken off first: the writer's own statements name the table too.
    items = session.info[_ITEMS]
    session.info[_ITEMS] = [entry for entry in items if entry[0] is not kind]
    kind.write(session, [item for its_kind, item in items if its_kind is kind])


@event.listens_for(Session, "before_commit")
def _write_all(session: Session) -> None:
    while items := session.info.get(_ITEMS):
        _write(session, items[0][0])


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
    if transaction.parent is None:
        session.info.pop(_BEFORE, None)
        session.info.pop(_LEARNT, None)
