"""Instances that changed their version go back together, as far as nothing has happened since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.database import Database
from engine.errors import Refusal, require_reason
from engine.instances.calls import Calls
from engine.instances.migrating import undo
from engine.models import InstanceRow, InstanceStatus, MigrationRow


@dataclass(frozen=True, kw_only=True)
class Undone:
    """How many instances went back, and how many could not any more."""

    back: int
    stayed: int


def undoable(session: Session, tenant: str, from_id: str) -> Sequence[str]:
    """Migrations away from a version whose instances stand exactly where those left them."""
    kept, rows = MigrationRow, InstanceRow
    return session.scalars(
        select(kept.id)
        .join(rows, (rows.tenant == kept.tenant) & (rows.id == kept.instance_id))
        .where(
            kept.tenant == tenant, kept.from_id == from_id, kept.undone_at.is_(None),
            rows.definition_id == kept.to_id, rows.version == kept.version,
            rows.status == InstanceStatus.RUNNING,
        )
        .order_by(kept.id)
    ).all()  # fmt: skip


def undo_all(database: Database, calls: Calls, actor: Actor, from_id: str, reason: str) -> Undone:
    """Take back every migration away from a version that still can be, each in its transaction."""
    why, back, stayed = require_reason(reason), 0, 0
    with database.read() as session:
        found = undoable(session, actor.tenant, from_id)
    for each in found:
        try:
            with database.begin() as session:
                undo(session, calls, actor, each, why)
            back += 1
        except Refusal:
            # It went on between the list and its turn; a plan in the other direction may move it.
            stayed += 1
    return Undone(back=back, stayed=stayed)
