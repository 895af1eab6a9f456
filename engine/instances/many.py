"""Many instances are taken in the order of their cases.

So two who work on many never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import InstanceRow


def in_order(session: Session, tenant: str, instance_ids: Sequence[str]) -> Sequence[str]:
    """Ids of these instances in the order in which they are to be locked."""
    rows = InstanceRow
    return session.scalars(
        select(rows.id)
        .where(rows.tenant == tenant, rows.id.in_(instance_ids))
        .order_by(rows.business_key, rows.id)
    ).all()
