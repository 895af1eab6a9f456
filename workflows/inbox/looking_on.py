"""Who sees tasks of others in their lists: heads, substitutes, and whoever watches a case.

Everybody else's lists change only with their own tasks and the pools of their groups.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from workflows.inbox.models import WatchRow
from workflows.people import absences


def looks_on(session: Session, actor: Actor) -> bool:
    """Whether the actor watches a case or stands in for somebody, now or later."""
    watches = select(WatchRow.case_id).where(
        WatchRow.tenant == actor.tenant, WatchRow.person_id == actor.id
    )
    watched = session.scalar(watches.limit(1)) is not None
    return watched or absences.stands_in_soon(session, actor)
