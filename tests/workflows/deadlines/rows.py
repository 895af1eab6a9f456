"""An activity that asks for its deadline, as the corridor would."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.models import HistoryRow
from tests.workflows.deadlines.moments import at
from workflows.deadlines import house_calendar
from workflows.deadlines.models import DeadlineRow
from workflows.deadlines.starting import Asked, start_deadline

#: Li Mei, mediator at East Lake.
LI_MEI = Actor(tenant="xg", id="p-li", name="李梅", role="R04", unit="east-lake")
CALENDAR = house_calendar()


ASKED = Asked(
    unit="east-lake",
    business_key="XG-DH-2026-0398",
    instance_id="i-1",
    anchor="a-1",
    node="mediate",
    code="T08",
    start=at("2026-04-01 10:00"),
    facts={},
)


def asks(**changes: Any) -> Asked:
    return replace(ASKED, **changes)


def started(session: Session, code: str, start: str, **changes: Any) -> DeadlineRow:
    row = start_deadline(
        session, LI_MEI.tenant, asks(code=code, start=at(start), **changes), calendar=CALENDAR
    )
    session.flush()
    return row


def told(session: Session) -> list[tuple[str, object]]:
    """Tags and reasons that the history keeps, in order."""
    rows = session.scalars(select(HistoryRow).order_by(HistoryRow.stream, HistoryRow.seq))
    return [(row.tag, (row.detail or {}).get("reason")) for row in rows]
