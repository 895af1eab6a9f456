"""A notice for one person, or for everybody in a group, about something done with a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, signals
from engine.database import new_id
from engine.models import TaskRow
from workflows.notifications.models import NoticeRow
from workflows.notifications.onward import carry_onward


def about_task(
    session: Session,
    row: TaskRow,
    template: str,
    *,
    person: str | None = None,
    member_group: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> NoticeRow:
    """Leave a notice that leads to a task; its facts are ids and codes only."""
    notice = NoticeRow(
        tenant=row.tenant, id=new_id(), unit=row.unit, case_id=row.business_key,
        person_id=person, member_group=member_group, template=template,
        facts={"task": row.id, **(facts or {})}, sent_at=clock.now(),
    )  # fmt: skip
    session.add(notice)
    carry_onward(session, notice, urgent=False)
    signals.announce(session, row.tenant, row.unit, "notices")
    return notice


def of_task(session: Session, row: TaskRow, template: str) -> Sequence[NoticeRow]:
    """The notices of one kind about a task, oldest first."""
    rows = NoticeRow
    query = select(rows).where(
        rows.tenant == row.tenant, rows.case_id == row.business_key, rows.template == template
    )
    found = session.scalars(query.order_by(rows.id))
    return [notice for notice in found if notice.facts.get("task") == row.id]


def unread_of_task(session: Session, tenant: str, person: str, task_id: str) -> Sequence[NoticeRow]:
    """What told a person of a task and waits to be read."""
    rows = NoticeRow
    query = select(rows).where(
        rows.tenant == tenant, rows.person_id == person, rows.read_at.is_(None)
    )
    return [notice for notice in session.scalars(query) if notice.facts.get("task") == task_id]


def take_note_of_task(session: Session, row: TaskRow, person: str) -> None:
    """Whoever opens a task has read what told them of it; the receipt keeps when."""
    for notice in unread_of_task(session, row.tenant, person, row.id):
        notice.read_at, notice.read_by = clock.now(), person
        signals.announce(session, row.tenant, row.unit, "notices")
