"""A due instant as a chip: words, tone, basis and consequence, from the deadline row behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.calendars import CalendarKind
from engine.models import TaskRow
from web import session as web_session
from web.wording.texts import format_datetime
from web.wording.texts import gettext as _
from workflows.deadlines import BasisKind, words
from workflows.deadlines.models import DeadlineRow
from workflows.deadlines.queries import calendar_for

_TONES = {"running": "now", "overdue": "late", "today": "soon", "soon": "near", "calm": "calm"}

#: Deadline rows by the task they belong to.
Deadlines = Mapping[str, DeadlineRow]


def deadlines_of(session: Session, tasks: Sequence[TaskRow]) -> Deadlines:
    """The deadline row behind the due date of each task that has one.

    It is the task's own, or the one of a wider activity whose end the task shows as its due date.
    """
    coded = [task for task in tasks if task.due_code]
    if not coded:
        return {}
    rows = session.scalars(
        select(DeadlineRow).where(
            DeadlineRow.tenant == coded[0].tenant,
            DeadlineRow.instance_id.in_({task.instance_id for task in coded}),
        )
    )
    by_place: dict[tuple[str, str, str], DeadlineRow] = {}
    by_moment: dict[tuple[str, str, datetime], DeadlineRow] = {}
    for row in rows:
        by_place[row.instance_id, row.code, row.anchor] = row
        by_moment[row.instance_id, row.code, row.effective] = row
    found: dict[str, DeadlineRow] = {}
    for task in coded:
        own = by_place.get((task.instance_id, task.due_code, task.anchor))
        wider = (task.instance_id, task.due_code, task.due_at) if task.due_at else None
        row_of_task = own or (by_moment.get(wider) if wider else None)
        if row_of_task is not None:
            found[task.id] = row_of_task
    return found


def due_of(
    session: Session,
    tenant: str,
    due_at: datetime | None,
    deadline: DeadlineRow | None = None,
    *,
    emergency: bool = True,
) -> dict[str, Any] | None:
    """The chip of an instant; None when nothing is due. Times are in the station's zone.

    A clock under an hour is solid red in an emergency only; elsewhere it is orange and ticks.
    """
    if due_at is None:
        return None
    calendar = calendar_for(session, tenant)
    dated = deadline if deadline is not None else words.Instant(effective=due_at)
    chip = words.chip(dated, now=clock.now(), calendar=calendar)
    tone = _TONES[chip.urgency.value]
    found: dict[str, Any] = {
        "tone": "soon" if tone == "now" and not emergency else tone,
        "text": chip.text(web_session.language()),
        "due_ms": int(dated.expires.timestamp() * 1000),
        "iso": due_at.isoformat(),
        "tick": chip.urgency.value == "running",
        "instant": format_datetime(dated.effective, _("M月d日 EEE HH:mm")),
    }
    return found | (_basis(deadline) if deadline is not None else {})


def _basis(row: DeadlineRow) -> dict[str, Any]:
    english = web_session.language() == "en"
    return {
        "calendar": _calendar_words(row.calendar),
        "law": row.basis_kind == BasisKind.LAW,
        "basis": _plain(row.basis_en if english else row.basis_zh),
        "at_end": row.at_end_en if english else row.at_end_zh,
        "provisional": row.provisional,
    }


def _plain(basis: str) -> str:
    """The basis without the word for law or house rule, which stands before it anyway."""
    for word in ("法定期限", "内部时限", "House rule", "Legal limit"):
        basis = basis.removeprefix(word).lstrip(" ：:,")
    return basis


def _calendar_words(kind: CalendarKind) -> str:
    return {
        CalendarKind.NATURAL: _("自然日"), CalendarKind.WORKING: _("工作日"),
        CalendarKind.CLOCK: _("小时"),
    }.get(kind, "")  # fmt: skip


def clock_of(
    session: Session,
    tenant: str,
    due_at: datetime | None,
    deadline: DeadlineRow | None,
    *,
    emergency: bool = True,
) -> dict[str, Any] | None:
    """The strip under a task's title: what is left, until when, and what happens then."""
    found = due_of(session, tenant, due_at, deadline, emergency=emergency)
    if found is None:
        return None
    until = {"text": found["instant"], "iso": found["iso"]}
    mark = _("暂定") if found.get("provisional") else found.get("calendar", "")
    return found | {
        "headline": found["text"], "running": {"before": _("到期时间"), "due": until},
        "mark": mark,
    }  # fmt: skip
