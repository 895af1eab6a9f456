"""Saved views: a filter with a name, its owner's alone or shared with the owner's station.

A shared view shares the question and never the answer: everybody sees what their own posts show.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import new_id
from engine.errors import Conflict, Invalid, NotFound
from workflows.access.sight import posts
from workflows.inbox.filters import Filter, from_plain, to_plain
from workflows.inbox.models import SavedViewRow

#: Views that one person keeps; a longer list is no help.
MOST_VIEWS = 20
LONGEST_NAME = 30


class NoSuchView(NotFound):
    """There is no such view, or it is not the reader's to see or change."""

    code = "no-such-view"
    sentence = "Expected a view {view}, but there is none."


class ViewUnnamed(Invalid):
    """A view has a name of a few words."""

    code = "view-unnamed"
    sentence = "Expected a name of at most {most} characters, but it has {given}."


class TooManyViews(Conflict):
    """Nobody finds anything among more views."""

    code = "too-many-views"
    sentence = "Expected at most {most} views, but there are {have}."


def keep(
    session: Session, actor: Actor, name: str, wanted: Filter, *, shared: bool = False
) -> SavedViewRow:
    """Save a view under a name; the same name of one's own is replaced."""
    words = name.strip()
    if not 0 < len(words) <= LONGEST_NAME:
        raise ViewUnnamed(most=LONGEST_NAME, given=len(words))
    rows = SavedViewRow
    own = select(rows).where(rows.tenant == actor.tenant, rows.owner_id == actor.id)
    row = session.scalars(own.where(rows.name == words)).first()
    if row is None:
        _require_room(session, actor)
        row = SavedViewRow(tenant=actor.tenant, id=new_id(), owner_id=actor.id, name=words)
        session.add(row)
    row.unit, row.shared, row.filter = actor.unit, shared, to_plain(wanted)
    row.saved_at = clock.now()
    session.flush()
    return row


def _require_room(session: Session, actor: Actor) -> None:
    rows = SavedViewRow
    have = session.scalar(
        select(func.count()).where(rows.tenant == actor.tenant, rows.owner_id == actor.id)
    )
    if (have or 0) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS, have=have)


def views_of(session: Session, actor: Actor) -> Sequence[SavedViewRow]:
    """One's own views and those that colleagues of one's stations share, by name."""
    rows = SavedViewRow
    near = rows.shared & rows.unit.in_(sorted({unit for _, unit in posts(actor)}))
    query = select(rows).where(rows.tenant == actor.tenant, or_(rows.owner_id == actor.id, near))
    return session.scalars(query.order_by(rows.name, rows.id)).all()


def find(session: Session, actor: Actor, view_id: str) -> SavedViewRow:
    """A view that the reader may open."""
    for row in views_of(session, actor):
        if row.id == view_id:
            return row
    raise NoSuchView(view=view_id)


def filter_of(row: SavedViewRow) -> Filter:
    """What a saved view shows."""
    return from_plain(row.filter)


def forget(session: Session, actor: Actor, view_id: str) -> None:
    """Throw a view of one's own away."""
    row = find(session, actor, view_id)
    if row.owner_id != actor.id:
        raise NoSuchView(view=view_id)
    session.delete(row)
