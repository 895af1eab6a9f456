"""Links to what was sent before in a case; each opening is judged and logged at its own address."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine import definitions
from engine.actors import Actor
from engine.models import SubmissionRow
from web.rendering.names import department_words
from web.session import language
from web.wording.filling import shown
from workflows.cases import queries
from workflows.cases.models import CaseRow


def earlier_answers(session: Session, actor: Actor, case: CaseRow) -> list[dict[str, Any]]:
    """The forms that were sent, newest first, for those who read the file."""
    if not queries.reads_the_file(actor):
        return []
    return [
        {
            "name": form_name(session, sent), "at": shown(sent.event_time),
            "url": url_for("cases.answers", case_id=case.id, submission_id=sent.id),
        }
        for sent in reversed(queries.submissions_of(session, case.tenant, case.id))
        if sent.form_id and sent.fields
    ]  # fmt: skip


def form_name(session: Session, sent: SubmissionRow) -> str:
    """The name of the form in which something was sent, with its department."""
    if not sent.form_id:
        return sent.form_key
    name = definitions.form(session, sent.tenant, sent.form_id).name.in_language(language())
    return f"{name}（{department_words(sent.item)}）" if sent.item else name
