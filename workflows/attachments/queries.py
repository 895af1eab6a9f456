"""What was brought to a case, as far as one reader may know of it, and its bytes for a download.

Whoever may not read a class sees that something is there, of which kind, by whom and when; its name
is part of what is protected. Who added a file sees that it arrived.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import NotFound
from engine.models import TaskRow, TaskStatus
from workflows.access import Permission, Sight, log_reading, require_case
from workflows.access.policy import NotPermitted
from workflows.attachments.models import CLASS_OF, AttachmentRow
from workflows.cases import queries as cases

_PAGE = 500


class NoSuchFile(NotFound):
    """There is no such file for this reader; whether it exists is not told."""

    code = "no-such-file"
    sentence = "Expected a file {file}, but there is none."


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A file of a case as one reader sees it in the list."""

    row: AttachmentRow
    #: May be opened.
    readable: bool
    #: Its name may be shown.
    named: bool


def may_add(session: Session, actor: Actor, case_id: str) -> bool:
    """Whether the actor works on a case so that they may bring something to it."""
    return cases.reads_the_file(actor) or _works(session, actor, case_id)


def require_may_add(session: Session, actor: Actor, case_id: str) -> None:
    """Refuse whoever only looks on; a case that may not be seen answers as if it were not."""
    require_case(session, actor, case_id)
    if not may_add(session, actor, case_id):
        raise NotPermitted(permission=Permission.CASE_READ.value)


def _works(session: Session, actor: Actor, case_id: str) -> bool:
    query = select(TaskRow.id).where(
        TaskRow.tenant == actor.tenant, TaskRow.business_key == case_id,
        TaskRow.assignee == actor.id, TaskRow.status == TaskStatus.OPEN,
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def of_case(
    session: Session, actor: Actor, case_id: str, sight: Sight, *, task_id: str | None = None
) -> Sequence[Listed]:
    """The files of a case (of one of its tasks), newest first, without those taken back."""
    rows = AttachmentRow
    query = select(rows).where(
        rows.tenant == actor.tenant, rows.case_id == case_id, rows.withdrawn_at.is_(None)
    )
    if task_id is not None:
        query = query.where(rows.task_id == task_id)
    found = session.scalars(query.order_by(rows.id.desc())).all()
    reads = cases.reads_the_file(actor)
    seen = [_listed(row, actor, sight, reads=reads) for row in found]
    return [one for one in seen if reads or one.named]


def _listed(row: AttachmentRow, actor: Actor, sight: Sight, *, reads: bool) -> Listed:
    readable = reads and CLASS_OF[row.purpose] in sight.clear
    return Listed(row=row, readable=readable, named=readable or row.person_id == actor.id)


def load(session: Session, actor: Actor, case_id: str, file_id: str) -> AttachmentRow:
    """One file of a case that the actor reaches."""
    require_case(session, actor, case_id)
    row = session.get(AttachmentRow, (actor.tenant, file_id))
    if row is None or row.case_id != case_id or row.withdrawn_at is not None:
        raise NoSuchFile(file=file_id)
    return row


def opened(session: Session, actor: Actor, case_id: str, file_id: str) -> AttachmentRow:
    """One file for reading, if its class may be read here and now; the reading is logged."""
    row = load(session, actor, case_id, file_id)
    sight, wanted = cases.sight_on(session, actor, case_id), CLASS_OF[row.purpose]
    if not cases.reads_the_file(actor) or wanted not in sight.clear:
        raise NoSuchFile(file=file_id)
    log_reading(session, actor, case_id, f"file:{file_id}", wanted)
    return row


def named(session: Session, tenant: str, file_ids: Collection[str]) -> set[str]:
    """Which of some ids stand in a row whose bytes are still wanted."""
    wanted, found = sorted(file_ids), set[str]()
    for start in range(0, len(wanted), _PAGE):
        query = select(AttachmentRow.id).where(
            AttachmentRow.tenant == tenant, AttachmentRow.id.in_(wanted[start : start + _PAGE]),
            AttachmentRow.withdrawn_at.is_(None),
        )  # fmt: skip
        found |= set(session.scalars(query))
    return found
