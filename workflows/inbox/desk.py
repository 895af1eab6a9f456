"""How one person likes the desk; it follows them to any machine of the station."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.database import insert_if_absent
from workflows.inbox.models import DeskRow


def keys_on(session: Session, actor: Actor) -> bool:
    """Whether single letters act for this person."""
    row = session.get(DeskRow, (actor.tenant, actor.id))
    return row is None or row.keys


def switch_keys(session: Session, actor: Actor, *, on: bool) -> None:
    """Let single letters act, or not."""
    insert_if_absent(
        session, DeskRow, tenant=actor.tenant, person_id=actor.id, unit=actor.unit, keys=on
    )
    session.get_one(DeskRow, (actor.tenant, actor.id), populate_existing=True).keys = on
