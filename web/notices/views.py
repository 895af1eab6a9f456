"""My notices: those that nobody has read, urgent ones first, then the latest that were read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine.actors import Actor
from web.notices.words import sentence
from web.rendering import flash, instant
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from workflows.access import policy
from workflows.cases.models import CaseRow
from workflows.notifications import NoticeRow, unread
from workflows.notifications.reading import take_note, taken_note_of
from workflows.people.directory import name_of

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """The whole page."""
    with runtime().database.read() as session:
        return signed_in_page(
            session, "notices/page.html", active="notices", notices=_lists(session, actor())
        )


@blueprint.get("/rows")
def rows() -> ResponseReturnValue:
    """The unread ones alone, for a page that heard of a new one."""
    with runtime().database.read() as session:
        return signed_in_page(
            session, "notices/rows.html", active="notices", notices=_lists(session, actor())
        )


def _lists(session: Session, person: Actor) -> dict[str, Any]:
    found = _rows(session, person, unread(session, person))
    return {
        "urgent": [row for row in found if row["level"]],
        "other": [row for row in found if not row["level"]],
        "read": _rows(session, person, taken_note_of(session, person)),
    }


def _rows(session: Session, person: Actor, rows: Sequence[NoticeRow]) -> list[dict[str, Any]]:
    return [_row(session, person, row) for row in rows]


def _row(session: Session, person: Actor, row: NoticeRow) -> dict[str, Any]:
    case = session.get(CaseRow, (row.tenant, row.case_id)) if row.case_id else None
    reached = case is not None and policy.reaches(session, person, case.id)
    return {
        "id": row.id, "text": sentence(row.template, row.facts), "level": row.level,
        "at": instant(row.sent_at), "number": case.number if case and reached else "",
        "url": _url(row) if reached else "",
        "read": _("%(name)s 于 %(at)s 已阅", name=name_of(session, row.tenant, row.read_by or ""),
                  at=instant(row.read_at)) if row.read_at else "",
    }  # fmt: skip


def _url(row: NoticeRow) -> str:
    """Where a notice leads: to the task that it is about, else to its case."""
    task_id = str(row.facts.get("task") or "")
    if task_id:
        return url_for("tasks.page", task_id=task_id)
    return url_for("cases.case", case_id=row.case_id)


@blueprint.post("/<notice_id>/read")
def read(notice_id: str) -> ResponseReturnValue:
    """Take note of one notice."""
    with runtime().database.begin() as session:
        take_note(session, actor(), notice_id)
    flash(_("已阅。"))
    return redirect(url_for("notices.page"), code=303)


@blueprint.post("/read")
def read_all() -> ResponseReturnValue:
    """Take note of everything that is shown and not urgent."""
    with runtime().database.begin() as session:
        for row in unread(session, actor()):
            if not row.level:
                take_note(session, actor(), row.id)
    flash(_("一般通知都已标为已阅，紧急的要逐条看。"))
    return redirect(url_for("notices.page"), code=303)
