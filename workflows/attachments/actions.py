"""Add a file to a case and take it back; the bytes are settled before the row, never after.

`prepare` judges, cleans and seals outside of any transaction, because it takes its time; `attach`
writes the row once for its key. What `prepare` left without a row is swept.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, commands, history
from engine.actors import Actor
from engine.database import Database, new_id
from engine.errors import Denied
from engine.models import CommandRow
from workflows.attachments import queries
from workflows.attachments.cleaning import cleaned
from workflows.attachments.kinds import Kind
from workflows.attachments.models import AttachmentRow, Purpose
from workflows.attachments.rules import judge, visible
from workflows.attachments.vault import Vault, missing
from workflows.cases import files, work

#: So long may whoever added a file take it back: a wrong picture is noticed at once.
TAKE_BACK = timedelta(minutes=30)
#: Pictures are unpacked by few at a time, because each takes much memory.
_UNPACKING = threading.BoundedSemaphore(2)


class FileSettled(Denied):
    """A file stays once its time to be taken back is over, or for others than who added it."""

    code = "file-settled"
    sentence = "Expected to take the file back, but it belongs to the record."


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A file that was judged and lies sealed in the vault."""

    id: str
    kind: Kind
    name: str
    taken_at: str
    size: int
    original_hash: str
    kept_hash: str


def prepare(vault: Vault, tenant: str, name: str, declared: str, content: bytes) -> Prepared:
    """Judge a file, take out what it should not tell, and put it down."""
    kind = judge(name, declared, content)
    with _UNPACKING:
        kept = cleaned(kind, name, content)
    file_id = new_id()
    vault.keep(tenant, file_id, kept.content)
    return Prepared(
        id=file_id, kind=kind, name=visible(name), taken_at=kept.taken_at,
        size=len(kept.content), original_hash=hashlib.sha256(content).hexdigest(),
        kept_hash=hashlib.sha256(kept.content).hexdigest(),
    )  # fmt: skip


def was_sent(session: Session, actor: Actor, key: str) -> bool:
    """Whether this key has had its effect, so that the bytes need not be looked at again."""
    known = select(CommandRow.key).where(
        CommandRow.tenant == actor.tenant, CommandRow.key == key, CommandRow.actor == actor.id
    )
    return bool(key) and session.scalar(known) is not None


def attach(
    session: Session,
    actor: Actor,
    case_id: str,
    prepared: Prepared,
    *,
    purpose: Purpose,
    task_id: str | None = None,
    key: str = "",
) -> str:
    """Write the row of a prepared file once for its key; answers the id of the file that counts."""
    queries.require_may_add(session, actor, case_id)
    work.refuse_tie(session, actor.tenant, actor.id, case_id)

    def write() -> dict[str, Any]:
        history.hold(session, actor.tenant, case_id)
        case = files.load(session, actor.tenant, case_id)
        session.add(
            AttachmentRow(
                tenant=actor.tenant, id=prepared.id, station=case.station, case_id=case_id,
                task_id=task_id, purpose=purpose, kind=prepared.kind.name,
                about={"name": prepared.name, "taken_at": prepared.taken_at},
                size=prepared.size, original_hash=prepared.original_hash,
                kept_hash=prepared.kept_hash, person_id=actor.id, person_name=actor.name,
                acting_role=actor.role, added_at=clock.now(),
            )
        )  # fmt: skip
        facts = {"file": prepared.id, "purpose": purpose.value, "kind": prepared.kind.name}
        files.record(session, actor, case, "file:attached", facts)
        return {"file": prepared.id}

    reply = commands.once(session, actor, key, f"attach:{case_id}", write)
    return str(reply["file"])


def take_back(session: Session, actor: Actor, case_id: str, file_id: str) -> None:
    """Take back a file that was just added: the row stays, its name and bytes go."""
    row = queries.load(session, actor, case_id, file_id)
    late = clock.now() > row.added_at + TAKE_BACK
    if row.person_id != actor.id or late:
        raise FileSettled
    row.withdrawn_by, row.withdrawn_at, row.about = actor.id, clock.now(), {}
    case = files.load(session, actor.tenant, case_id)
    files.record(session, actor, case, "file:withdrawn", {"file": file_id})


def sweep(database: Database, vault: Vault, shelf: str = "*") -> int:
    """Take away bytes on a shelf that no row names; answers how many."""
    by_tenant: dict[str, list[str]] = {}
    for tenant, file_id in vault.settled(shelf):
        by_tenant.setdefault(tenant, []).append(file_id)
    stray: list[tuple[str, str]] = []
    with database.read() as session:
        for tenant, found in by_tenant.items():
            known = queries.named(session, tenant, found)
            stray += [(tenant, file_id) for file_id in missing(found, known)]
    for tenant, file_id in stray:
        vault.forget(tenant, file_id)
    vault.drop_parts(shelf)
    return len(stray)
