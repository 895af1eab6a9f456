"""Numbers without gaps in a series: cases, incidents, papers; one row a series holds the last one.

Only writers of the same station and year wait for each other.
"""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.database import insert_if_absent
from workflows.cases.models import CounterRow
from workflows.people.directory import unit
from workflows.people.models import CentreRow


def next_number(session: Session, tenant: str, series: str) -> int:
    """The next number of a series, 1 when it is new."""
    taken = _add_one(session, tenant, series)
    if taken is not None:
        return taken
    if insert_if_absent(session, CounterRow, tenant=tenant, series=series, last=1):
        return 1
    # Somebody else has just begun the series.
    return next_number(session, tenant, series)


def _add_one(session: Session, tenant: str, series: str) -> int | None:
    return session.scalar(
        update(CounterRow)
        .where(CounterRow.tenant == tenant, CounterRow.series == series)
        .values(last=CounterRow.last + 1)
        .returning(CounterRow.last)
    )


def case_number(session: Session, tenant: str, station: str, year: int) -> str:
    """The number that all bodies share, e.g. XG-DH-2026-0398."""
    centre = session.get_one(CentreRow, tenant)
    body = unit(session, tenant, station)
    code = body.code if body else station
    number = next_number(session, tenant, f"case:{station}:{year}")
    return f"{centre.code}-{code}-{year}-{number:04d}"
