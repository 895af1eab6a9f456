"""Saving and discarding a draft; each names the state that its page has seen.

A draft that was thrown away and begun anew has another id, so an old page never meets its number
by chance.
"""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engine import clock, definitions
from engine.actors import Actor
from engine.database import insert_if_absent
from engine.errors import Conflict, Finding, NotDeployable
from engine.lint import reading
from engine.models import DefinitionKind
from workflows.diagram_drafts.models import DiagramDraftRow
from workflows.diagram_drafts.queries import draft_of, stamp_of

MOST_BYTES = 2 * 1024 * 1024


class DraftMoved(Conflict):
    """Somebody saved, published or discarded the draft since this page saw it."""

    code = "draft-moved"
    sentence = "Expected to save over the state that was seen, but {who} saved another one at {at}."


def save(
    session: Session, actor: Actor, process: str, source: bytes, *, seen: str
) -> DiagramDraftRow:
    """Keep a drawing as the draft, if the draft is still as `seen`; else DraftMoved.

    Only what can be read again is kept: NotDeployable for a file that is too large or no BPMN.
    """
    _refuse_unreadable(source)
    active = definitions.active(session, actor.tenant, DefinitionKind.PROCESS, process)
    saved = (
        _save_over(session, actor, source, seen)
        if seen
        else _begin(session, actor, process, source, active.version)
    )
    row = draft_of(session, actor.tenant, process)
    if not saved or row is None:
        raise _moved(row)
    session.refresh(row)
    return row


def _refuse_unreadable(source: bytes) -> None:
    if len(source) > MOST_BYTES:
        raise NotDeployable([Finding(rule="file-too-large", fields={"most": MOST_BYTES})])
    reading.read(source)


def _begin(session: Session, actor: Actor, process: str, source: bytes, version: int) -> bool:
    now = clock.now()
    return insert_if_absent(
        session, DiagramDraftRow, tenant=actor.tenant, unit=actor.unit, process=process,
        revision=1, source=source, base_version=version, begun_by=actor.id, begun_at=now,
        saved_by=actor.id, saved_at=now,
    )  # fmt: skip


def _save_over(session: Session, actor: Actor, source: bytes, seen: str) -> bool:
    row, (draft_id, revision) = DiagramDraftRow, _seen(seen)
    statement = (
        update(row)
        .where(row.tenant == actor.tenant, row.id == draft_id, row.revision == revision)
        .values(
            source=source, revision=revision + 1, unit=actor.unit, saved_by=actor.id,
            saved_at=clock.now(),
        )
        .returning(row.revision)
    )  # fmt: skip
    return session.scalar(statement) is not None


def discard(session: Session, actor: Actor, process: str, *, seen: str) -> None:
    """Throw the draft away, if it is still as `seen`; else DraftMoved."""
    row, (draft_id, revision) = DiagramDraftRow, _seen(seen)
    gone = session.scalar(
        delete(row)
        .where(
            row.tenant == actor.tenant, row.process == process, row.id == draft_id,
            row.revision == revision,
        )
        .returning(row.id)
    )  # fmt: skip
    if gone is None:
        raise _moved(draft_of(session, actor.tenant, process))


def refuse_moved(row: DiagramDraftRow | None, seen: str) -> None:
    """Raise DraftMoved when the draft is not as it was seen."""
    if stamp_of(row) != seen:
        raise _moved(row)


def _seen(stamp: str) -> tuple[str, int]:
    draft_id, _, revision = stamp.rpartition(".")
    return draft_id, int(revision) if revision.isdecimal() else 0


def _moved(row: DiagramDraftRow | None) -> DraftMoved:
    if row is None:
        return DraftMoved(who="", at="")
    return DraftMoved(who=row.saved_by, at=row.saved_at)
