"""Protection and mediation are never mixed: while an emergency runs, its people are not mediated.

A person is recognised over cases by telephone and identity document only; names and households are
not sure enough to stop somebody's matter.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workflows.access.models import ReachableRow
from workflows.cases.models import SearchKeyRow

_SURE = ("phone", "id_no")


def emergency_runs(session: Session, tenant: str, case_id: str) -> bool:
    """Whether an emergency runs on this case, or on another case of one of its people."""
    here, there = aliased(SearchKeyRow), aliased(SearchKeyRow)
    elsewhere = (
        select(there.case_id)
        .join(here, (here.tenant == there.tenant) & (here.print == there.print))
        .where(here.tenant == tenant, here.case_id == case_id, here.kind.in_(_SURE))
    )
    running = select(ReachableRow.id).where(
        ReachableRow.tenant == tenant,
        ReachableRow.incident_running.is_(True),
        (ReachableRow.id == case_id) | ReachableRow.id.in_(elsewhere),
    )
    return session.scalar(running.limit(1)) is not None
