"""What the corridor asks about deadlines, answered from the station's law and calendar.

Implements `engine.instances.Deadlines`: when something is due, and that an activity is over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from engine.calendars import Calendar
from engine.clock import instant_from_iso
from engine.errors import Invalid
from engine.instances import DeadlineCall, Due
from workflows.deadlines.choosing import HouseChange
from workflows.deadlines.models import DeadlineRow
from workflows.deadlines.queries import calendar_for, open_of
from workflows.deadlines.starting import Asked, cancel, meet, start_deadline

#: What one station changed in the house rules, by rule code.
ChangesOf = Callable[[Session, str, str], Mapping[str, HouseChange]]


class BadStart(Invalid):
    """A diagram names a start that is no instant."""

    code = "deadline-bad-start"
    sentence = "Expected the start of {deadline} to be an instant, but got {start}."


def _unchanged(session: Session, tenant: str, unit: str) -> Mapping[str, HouseChange]:
    return {}


@dataclass(frozen=True, kw_only=True)
class StationDeadlines:
    """The answers of the stations; one value serves every tenant."""

    changes_of: ChangesOf = _unchanged

    def due(self, call: DeadlineCall) -> Due:
        """The due instant of a call; the same call again finds the same row."""
        calendar = calendar_for(call.session, call.tenant)
        row = start_deadline(
            call.session, call.tenant, _asked(call, calendar), calendar=calendar,
            changes=self.changes_of(call.session, call.tenant, call.unit),
        )  # fmt: skip
        return due_of(row)

    def settle(
        self,
        session: Session,
        tenant: str,
        instance_id: str,
        anchor: str | None,
        at: datetime,
        *,
        outcome: str = "met",
    ) -> None:
        """Settle the open deadlines of an activity, or with None those of the whole instance."""
        for row in open_of(session, tenant, instance_id, anchor):
            if outcome == "met":
                meet(row, at=at)
            else:
                cancel(row, at=at)


def due_of(row: DeadlineRow) -> Due:
    """A row as the corridor wants it."""
    return Due(
        effective=row.effective, expires=row.expires,
        warnings=tuple(map(datetime.fromisoformat, row.warnings)),
    )  # fmt: skip


def _asked(call: DeadlineCall, calendar: Calendar) -> Asked:
    return Asked(
        unit=call.unit, business_key=call.business_key, instance_id=call.instance_id,
        anchor=call.anchor, node=call.node, code=call.code, facts=call.arguments,
        start=start_of(call.arguments.get("start"), call, calendar),
    )  # fmt: skip


def start_of(named: object, call: DeadlineCall, calendar: Calendar) -> datetime:
    """The start that the arguments name, else the call's own; local time without an offset."""
    if named is None:
        return call.start
    if isinstance(named, datetime):
        return named if named.tzinfo else named.replace(tzinfo=calendar.zone)
    if isinstance(named, date):
        return datetime.combine(named, time(0), calendar.zone)
    try:
        return instant_from_iso(str(named), calendar.zone)
    except ValueError as error:
        raise BadStart(deadline=call.code, start=named) from error
