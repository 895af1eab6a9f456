"""A due instant as a chip: words, tone, basis and consequence, from the deadline row behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.calendars import CalendarKind
from engine.models import TaskRow
from web import session as web_session
from workflows.deadlines import BasisKind, words
from workflows.deadlines.models import DeadlineRow
from workflows.deadlines.queries import calendar_for

_TONES = {"running": "now", "overdue": "late", "today": "soon", "soon": "near", "calm": "calm"}

#: Deadline rows by the task they belong to.
Deadlines = Mapping[str, DeadlineRow]


def deadlines_of(session: Session, tasks: Sequence[TaskRow]) -> Deadlines:
    """The deadline row behind the due date of each task that has one."""
    coded = [task for task in tasks if task.due_code]
    if not coded:
        return {}
    rows = session.scalars(
        select(DeadlineRow).where(
            DeadlineRow.tenant == coded[0].tenant,
            DeadlineRow.instance_id.in_({task.instance_id for task in coded}),
        )
    )
    found = {(row.instance_id, row.code, row.anchor): row for row in rows}
    keys = {task.id: (task.instance_id, task.due_code, task.anchor) for task in coded}
    return {task_id: found[key] for task_id, key in keys.items() if key in found}


def due_of(
    session: Session, tenant: str, due_at: datetime | None, deadline: DeadlineRow | None = None
) -> dict[str, Any] | None:
    """The chip of an instant; None when nothing is due. Times are in the station's zone."""
    if due_at is None:
        return None
    calendar = calendar_for(session, tenant)
    dated = deadline if deadline is not None else words.Instant(effective=due_at)
    chip = words.chip(dated, now=clock.now(), calendar=calendar)
    found: dict[str, Any] = {
        "tone": _TONES[chip.urgency.value],
        "text": chip.text(web_session.language()),
        "due_ms": int(dated.expires.timestamp() * 1000),
        "iso": due_at.isoformat(),
        "tick": chip.urgency.value == "running",
        "instant": format_datetime(due_at, _("M月d日 EEE HH:mm")),
    }
    return found | (_basis(deadline) if deadline is not None else {})


def _basis(row: DeadlineRow) -> dict[str, Any]:
    english = web_session.language() == "en"
    return {
        "calendar": _calendar_words(row.calendar),
        "law": row.basis_kind == BasisKind.LAW,
        "basis": row.basis_en if english else row.basis_zh,
        "at_end": row.at_end_en if english else row.at_end_zh,
    }


def _calendar_words(kind: CalendarKind) -> str:
    return {
        CalendarKind.NATURAL: _("自然日"), CalendarKind.WORKING: _("工作日"),
        CalendarKind.CLOCK: _("小时"),
    }.get(kind, "")  # fmt: skip


def clock_of(
    session: Session, tenant: str, due_at: datetime | None, deadline: DeadlineRow | None
) -> dict[str, Any] | None:
    """The strip under a task's title."""
    found = due_of(session, tenant, due_at, deadline)
    return None if found is None else found | {"headline": found["text"]}
