"""Why a page was too late, and what changed since it was opened: who, when, what, which fields.

What happened in the case comes from its history, from the fact on at which the page was opened; if
somebody else finished the task, their answers stand beside those that were typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import clock, definitions, tasks
from engine.actors import Actor
from engine.errors import Refusal
from engine.instances import corridor
from engine.models import HistoryRow, SubmissionRow, TaskRow
from web.rendering import instant
from web.rendering.answers import answers
from web.rendering.submissions import read_submission
from web.rendering.time_line import TimeLine, Wanted
from web.session import runtime
from web.tasks.filling import typed
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.access import Sight
from workflows.cases import queries


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


def last_fact(session: Session, row: TaskRow) -> int:
    """Number of the latest fact of the case; the page carries it to know what it has not seen."""
    query = select(func.max(HistoryRow.seq)).where(
        HistoryRow.tenant == row.tenant, HistoryRow.stream == row.business_key
    )
    return session.scalar(query) or 0


def changes(session: Session, actor: Actor, row: TaskRow, sight: Sight) -> dict[str, Any]:
    """What happened since the page was opened, and which answers differ, as far as may be read."""
    seen = request.form.get("_seen", "")
    if not seen.isdecimal() or not queries.reads_the_file(actor):
        return {}
    line = TimeLine(session, row.tenant, row.business_key, sight)
    return {
        "days": line.days(Wanted(after=int(seen))),
        "fields": _differing(session, actor, row, sight),
    }


def _differing(session: Session, actor: Actor, row: TaskRow, sight: Sight) -> list[dict[str, str]]:
    """Fields that somebody else has answered otherwise than is typed here."""
    sent = session.scalar(
        select(SubmissionRow).where(
            SubmissionRow.tenant == row.tenant, SubmissionRow.task_id == row.id
        )
    )
    if sent is None or not sent.form_id:
        return []
    _name, theirs = read_submission(session, actor, sent, sight)
    form = definitions.form(session, sent.tenant, sent.form_id)
    mine = answers(
        form, typed(tasks.form_of(session, row)).values, sight.clear, now=clock.now(),
        codes=runtime().calls.codes(session, row.tenant, row.unit),
        context=corridor.load(session, row.tenant, row.instance_id).facts,
    )  # fmt: skip
    here, there = _flat(mine), _flat(theirs)
    return [
        {"label": label, "theirs": there.get(label, ""), "mine": here.get(label, "")}
        for label in dict.fromkeys([*there, *here])
        if there.get(label, "") != here.get(label, "")
    ]


def _flat(said: list[dict[str, Any]]) -> Mapping[str, str]:
    """Label → answer in words, lists and groups laid open."""
    found: dict[str, str] = {}
    for one in said:
        if one.get("said"):
            found[str(one["label"])] = str(one["said"])
        found.update(_flat(one.get("fields") or []))
        for number, item in enumerate(one.get("items") or [], start=1):
            inner = _flat(item)
            found.update(
                {f"{one['label']} {number} {label}": text for label, text in inner.items()}
            )
    return found
