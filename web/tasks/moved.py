"""Why a page was too late, with the person and the moment: somebody else was there first."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import Refusal
from engine.models import HistoryRow, TaskRow
from web.rendering import instant
from web.wording import refusal_words
from web.wording.texts import gettext as _


def moved_words(session: Session, row: TaskRow, refusal: Refusal) -> str:
    """The refusal in words, and who changed the task last and when."""
    words = refusal_words(refusal)
    last = _last(session, row)
    if last is None or "winner" in refusal.fields:
        return words
    return _(
        "%(words)s（%(name)s，%(at)s）", words=words, name=last.actor_name,
        at=instant(last.entry_time),
    )  # fmt: skip


def _last(session: Session, row: TaskRow) -> HistoryRow | None:
    """The last deed on this task."""
    query = select(HistoryRow).where(
        HistoryRow.tenant == row.tenant, HistoryRow.stream == row.business_key,
        HistoryRow.task_id == row.id,
    )  # fmt: skip
    return session.scalar(query.order_by(HistoryRow.seq.desc()).limit(1))
