"""The comments of a case as a card, with the words that are being written kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.database import new_id
from web.rendering.names import role_words
from web.wording.filling import shown
from web.wording.texts import gettext as _
from workflows.access import Sight
from workflows.cases.comments.models import CommentRow, EarlierTextRow
from workflows.cases.comments.queries import earlier_texts, is_open, may_read, note_reading, of_case
from workflows.cases.comments.rules import LONGEST
from workflows.cases.models import CaseRow


def comments_card(
    session: Session,
    actor: Actor,
    case: CaseRow,
    sight: Sight,
    *,
    task_id: str = "",
    typed: str = "",
    words: str = "",
    logged: bool = True,
) -> dict[str, Any]:
    """What `comments/card.html` needs; nothing for those who may not read it."""
    if not may_read(actor, sight):
        return {}
    rows = of_case(session, actor, case.id, sight)
    if logged:
        note_reading(session, actor, case.id, rows)
    earlier = earlier_texts(session, actor.tenant, [row.id for row in rows if row.changed_at])
    return {
        "id": case.id, "topic": f"case:{case.id}", "task": task_id, "key": new_id(),
        "typed": typed, "words": words, "most": LONGEST,
        "url": url_for("cases.say", case_id=case.id),
        "list_url": url_for("cases.comments", case_id=case.id),
        "people_url": url_for("cases.people_to_call", case_id=case.id),
        "rows": [_row(row, actor, earlier.get(row.id, [])) for row in rows],
    }  # fmt: skip


def _row(row: CommentRow, actor: Actor, earlier: Sequence[EarlierTextRow]) -> dict[str, Any]:
    mine = row.person_id == actor.id
    return {
        "id": row.id, "text": row.text, "by": row.person_name, "at": shown(row.said_at),
        "role": role_words(row.acting_role), "calls_me": actor.id in row.mentions,
        "version": row.version,
        "changed": _("%(at)s 改过", at=shown(row.changed_at)) if row.changed_at else "",
        "earlier": [{"text": one.text, "until": shown(one.until)} for one in earlier],
        "change_url": url_for("cases.change", case_id=row.case_id, comment_id=row.id)
        if mine and is_open(row)
        else "",
    }  # fmt: skip


def unknown_words(unknown: Collection[str]) -> str:
    """That some calls reached nobody; not whether there is such a person."""
    if not unknown:
        return ""
    names = _("、").join(f"@{each}" for each in unknown)
    return _("%(names)s 没有对上能看本案的同事，没有通知到人。", names=names)
