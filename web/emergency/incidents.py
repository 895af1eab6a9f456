"""Which incidents exist for a reader, and everything that a page tells of one.

The incident and its notices are the domain's own rows; what it waits for by itself (tasks, timers,
deadlines) is in the engine's. Liaisons of departments see their own notice and nothing of the
others (domain §5, R08).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.models import InstanceRow, TaskRow, TimerRow
from workflows.access import Permission, visible_to
from workflows.access.law import MAY
from workflows.access.models import ReachableRow
from workflows.cases.models import CaseRow
from workflows.deadlines.models import DeadlineRow
from workflows.emergency_linkage.incidents import NoSuchIncident
from workflows.emergency_linkage.models import IncidentNoticeRow, IncidentRow

#: Worst first; one that nobody graded yet comes before all graded ones.
GRADES = ("", "I", "II", "III", "IV")


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One incident with what it did and what it waits for."""

    row: IncidentRow
    instance: InstanceRow
    case: CaseRow | None
    notices: Sequence[IncidentNoticeRow]
    tasks: Sequence[TaskRow]
    timers: Sequence[TimerRow]
    deadlines: Sequence[DeadlineRow]

    @property
    def facts(self) -> Mapping[str, Any]:
        """Process data: codes, flags and instants."""
        facts: Mapping[str, Any] = self.instance.facts
        return facts

    @property
    def running(self) -> bool:
        """Whether the response has not ended."""
        return self.row.stood_down_at is None

    @property
    def over_at(self) -> datetime | None:
        """When the response ended."""
        return self.row.stood_down_at or self.row.ended_at

    @property
    def silent(self) -> bool:
        """The offender may listen: nobody calls back, no text is sent."""
        return self.row.silent_since is not None


def sees_own_notice_only(actor: Actor) -> bool:
    """Whether every post of the reader is that of a liaison or gives no sight of cases."""
    roles = {group.partition("@")[0] for group in actor.groups}
    whole = {role for role in roles if Permission.CASE_READ in MAY.get(role, ())} - {"R08"}
    return "R08" in roles and not whole


def incidents(session: Session, actor: Actor, *, running: bool, most: int = 60) -> list[Incident]:
    """The running incidents, worst first, or those that are over, latest first."""
    over = IncidentRow.stood_down_at
    rows = session.scalars(
        _visible(actor)
        .where(over.is_(None) if running else over.is_not(None))
        .order_by(IncidentRow.opened_at.desc())
        .limit(most)
    ).all()
    found = [_whole(session, row) for row in rows]
    if running:
        found.sort(key=lambda one: (GRADES.index(one.row.severity), one.row.reported_at))
    return found


def incident(session: Session, actor: Actor, incident_id: str) -> Incident:
    """One incident by its id."""
    row = session.scalar(_visible(actor).where(IncidentRow.id == incident_id))
    if row is None:
        raise NoSuchIncident(incident=incident_id)
    return _whole(session, row)


def of_instance(session: Session, tenant: str, instance_id: str) -> str:
    """The id of the incident that an instance works on; "" when it joined another one."""
    query = select(IncidentRow.id).where(
        IncidentRow.tenant == tenant, IncidentRow.instance_id == instance_id
    )
    return session.scalar(query) or ""


def _visible(actor: Actor) -> Any:
    return (
        select(IncidentRow)
        .join(
            ReachableRow,
            (ReachableRow.tenant == IncidentRow.tenant) & (ReachableRow.id == IncidentRow.case_id),
        )
        .where(IncidentRow.tenant == actor.tenant, visible_to(actor))
    )


def _whole(session: Session, row: IncidentRow) -> Incident:
    def of(table: Any, column: str, value: str) -> Any:
        query = select(table).where(table.tenant == row.tenant, getattr(table, column) == value)
        return session.scalars(query.order_by(table.id)).all()

    return Incident(
        row=row, instance=session.get_one(InstanceRow, (row.tenant, row.instance_id)),
        case=session.get(CaseRow, (row.tenant, row.case_id)),
        notices=of(IncidentNoticeRow, "incident_id", row.id),
        tasks=of(TaskRow, "instance_id", row.instance_id),
        timers=of(TimerRow, "instance_id", row.instance_id),
        deadlines=of(DeadlineRow, "instance_id", row.instance_id),
    )  # fmt: skip
