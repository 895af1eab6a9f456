"""Keep the rooms of a station; make, and end, the secret address of a person's calendar."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import new_id
from engine.errors import Conflict, Invalid, NotFound
from workflows.access import Permission, require
from workflows.appointments.models import FeedRow, RoomRow
from workflows.people.models import PersonRow

LONGEST_NAME = 40
MOST_SEATS = 500


class NoSuchRoom(NotFound):
    """The station has no such room."""

    code = "no-such-room"
    sentence = "Expected a room {room} of the station, but there is none."


class RoomNameTaken(Conflict):
    """A room of the station has this name already."""

    code = "room-name-taken"
    sentence = "Expected a new name, but there is a room {name}."


class RoomUnlikely(Invalid):
    """A room needs a name and a likely number of seats."""

    code = "room-unlikely"
    sentence = "Expected a name of 1 to {longest} letters and 1 to {most} seats, but got others."


class NoSuchFeed(NotFound):
    """The address was never given, or was ended; the two answers are the same."""

    code = "no-such-feed"
    sentence = "Expected the address of a calendar, but it is none."


def add_room(session: Session, actor: Actor, station: str, *, name: str, seats: int) -> RoomRow:
    """Add a room, or take one of the same name into use again."""
    require(actor, Permission.ROOM_MANAGE, unit=station)
    written = name.strip()
    if not 1 <= len(written) <= LONGEST_NAME or not 1 <= seats <= MOST_SEATS:
        raise RoomUnlikely(longest=LONGEST_NAME, most=MOST_SEATS)
    rows = RoomRow
    row = session.scalar(
        select(rows).where(
            rows.tenant == actor.tenant, rows.station == station, rows.name == written
        )
    )
    if row is not None and row.active:
        raise RoomNameTaken(name=written)
    if row is None:
        row = RoomRow(tenant=actor.tenant, id=new_id(), station=station, name=written)
        session.add(row)
    row.seats, row.active = seats, True
    row.changed_by, row.changed_at = actor.id, clock.now()
    return row


def close_room(session: Session, actor: Actor, room_id: str) -> None:
    """Offer a room no longer; its past stays."""
    row = session.get(RoomRow, (actor.tenant, room_id))
    if row is None:
        raise NoSuchRoom(room=room_id)
    require(actor, Permission.ROOM_MANAGE, unit=row.station)
    row.active, row.changed_by, row.changed_at = False, actor.id, clock.now()


def make_feed(session: Session, actor: Actor) -> str:
    """A new secret address for the actor's calendar, shown once; every earlier one ends."""
    end_feeds(session, actor)
    secret = secrets.token_urlsafe(32)
    session.add(
        FeedRow(tenant=actor.tenant, id=_hashed(secret), person_id=actor.id, made_at=clock.now())
    )
    return secret


def end_feeds(session: Session, actor: Actor) -> None:
    """End every address of the actor's calendar."""
    rows = FeedRow
    session.execute(
        update(rows)
        .where(rows.tenant == actor.tenant, rows.person_id == actor.id, rows.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def feed_of(session: Session, actor: Actor) -> FeedRow | None:
    """The address that works now, without its secret."""
    rows = FeedRow
    return session.scalar(
        select(rows).where(
            rows.tenant == actor.tenant, rows.person_id == actor.id, rows.revoked_at.is_(None)
        )
    )


def owner_of(session: Session, secret: str) -> PersonRow:
    """Whose calendar a secret opens; ended addresses and people who left are as unknown ones."""
    rows = FeedRow
    person = session.scalar(
        select(PersonRow)
        .join(rows, (rows.tenant == PersonRow.tenant) & (rows.person_id == PersonRow.id))
        .where(rows.id == _hashed(secret), rows.revoked_at.is_(None), PersonRow.active)
    )
    if person is None:
        raise NoSuchFeed
    return person


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:40]
