"""Open pages learn *that* something changed, never what: the page asks again with its own rights.

Signals are rows of the changing transaction, so nothing is announced before it is true; each
serving process reads them about once a second. Old ones are swept. "inbox" concerns every list of
the house; `list_of` names the one that it concerns at once, and all others only by and by.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from engine import clock
from engine.database import on_tables, table
from engine.deferring import Deferred, defer
from engine.models import SignalRow

KEPT = timedelta(minutes=10)
#: Commits may become visible out of the order of their ids; readers look this far back.
OVERLAP = timedelta(seconds=5)


#: The topic of every list of the house.
LISTS: Final = "inbox"
#: Between "inbox" and whose list it is: a person's id, or the group whose pool it is.
OF: Final = "/"


def list_of(whose: str) -> str:
    """The topic of one list: a person's, by their id, or the pool of a group."""
    return f"{LISTS}{OF}{whose}"


_INSERT: Final = insert(table(SignalRow))


def announce(session: Session, tenant: str, unit: str, *topics: str | Callable[[], str]) -> None:
    """Tell open pages of a tenant that topics such as "inbox" or "case:<id>" changed.

    One transaction says each topic once, at its end, however often it touches it. A topic that is
    only known then is given as a function.
    """
    defer(session, _SIGNALS, *((tenant, unit, topic) for topic in topics))


def _write(session: Session, said: Sequence[tuple[str, str, str | Callable[[], str]]]) -> None:
    now = clock.now()
    known = ((*whose, topic() if callable(topic) else topic) for *whose, topic in said)
    on_tables(
        session,
        _INSERT,
        [
            {"tenant": tenant, "unit": unit, "topic": topic, "at": now}
            for tenant, unit, topic in dict.fromkeys(known)
        ],
    )


_SIGNALS: Final = Deferred(table=SignalRow.__tablename__, write=_write)


def since(session: Session, instant: datetime) -> Sequence[SignalRow]:
    """Signals made after an instant, with the overlap; the reader drops those it has seen."""
    query = select(SignalRow).where(SignalRow.at >= instant - OVERLAP)
    return session.scalars(query.order_by(SignalRow.id)).all()


def sweep(session: Session) -> None:
    """Forget signals that every page has read."""
    session.execute(delete(SignalRow).where(SignalRow.at < clock.now() - KEPT))
