"""The comments of a case for those who read its file; showing them is a logged reading of C3."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.errors import NotFound
from engine.protection import Sensitivity
from workflows.access import Sight, log_reading
from workflows.cases import queries as cases
from workflows.cases.comments.models import CommentRow, EarlierTextRow

#: So long may a comment be changed by who said it.
CHANGEABLE = timedelta(minutes=10)


class NoSuchComment(NotFound):
    """There is no such comment for this actor."""

    code = "no-such-comment"
    sentence = "Expected a comment {comment}, but there is none."


def may_read(actor: Actor, sight: Sight) -> bool:
    """Whether the actor reads what colleagues say about a case."""
    return cases.reads_the_file(actor) and Sensitivity.C3 in sight.clear


def of_case(session: Session, actor: Actor, case_id: str, sight: Sight) -> Sequence[CommentRow]:
    """The comments of a case, oldest first; none for whoever may not read them."""
    if not may_read(actor, sight):
        return []
    query = select(CommentRow).where(
        CommentRow.tenant == actor.tenant, CommentRow.case_id == case_id
    )
    return session.scalars(query.order_by(CommentRow.id)).all()


def note_reading(session: Session, actor: Actor, case_id: str, found: Sequence[object]) -> None:
    """Write down that comments were shown, when there were any."""
    if found:
        log_reading(session, actor, case_id, "comments", Sensitivity.C3)


def load(session: Session, actor: Actor, case_id: str, comment_id: str) -> CommentRow:
    """One comment of a case that the actor reads."""
    sight = cases.sight_on(session, actor, case_id)
    row = session.get(CommentRow, (actor.tenant, comment_id))
    if row is None or row.case_id != case_id or not may_read(actor, sight):
        raise NoSuchComment(comment=comment_id)
    return row


def earlier_texts(
    session: Session, tenant: str, comment_ids: Sequence[str]
) -> dict[str, list[EarlierTextRow]]:
    """What comments said before, oldest first, by comment."""
    found: dict[str, list[EarlierTextRow]] = {}
    query = select(EarlierTextRow).where(
        EarlierTextRow.tenant == tenant, EarlierTextRow.comment_id.in_(comment_ids)
    )
    for row in session.scalars(query.order_by(EarlierTextRow.id)):
        found.setdefault(row.comment_id, []).append(row)
    return found


def is_open(row: CommentRow) -> bool:
    """Whether a comment may still be changed by who said it."""
    return clock.now() <= row.said_at + CHANGEABLE
