"""Open pages learn *that* something changed, never what: the page asks again with its own rights.

Signals are rows of the changing transaction, so nothing is announced before it is true; each
serving process reads them about once a second. Old ones are swept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import clock
from engine.models import SignalRow

KEPT = timedelta(minutes=10)
#: Commits may become visible out of the order of their ids; readers look this far back.
OVERLAP = timedelta(seconds=5)


def announce(session: Session, tenant: str, unit: str, *topics: str) -> None:
    """Tell open pages of a tenant that topics such as "inbox" or "case:<id>" changed.

    One transaction says each topic once, however often it touches it.
    """
    said: set[tuple[str, str, str]] = session.info.setdefault("announced", set())
    fresh = [topic for topic in topics if (tenant, unit, topic) not in said]
    said.update((tenant, unit, topic) for topic in fresh)
    now = clock.now()
    session.add_all(SignalRow(tenant=tenant, unit=unit, topic=topic, at=now) for topic in fresh)


def since(session: Session, instant: datetime) -> Sequence[SignalRow]:
    """Signals made after an instant, with the overlap; the reader drops those it has seen."""
    query = select(SignalRow).where(SignalRow.at >= instant - OVERLAP)
    return session.scalars(query.order_by(SignalRow.id)).all()


def sweep(session: Session) -> None:
    """Forget signals that every page has read."""
    session.execute(delete(SignalRow).where(SignalRow.at < clock.now() - KEPT))
