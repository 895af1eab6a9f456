"""A notice that no diagram sends: somebody did what others must look at.

It names no case, so that it also reaches those for whom the case does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import clock, outbox, signals
from engine.actors import group
from engine.database import new_id
from workflows.notifications.models import NoticeRow
from workflows.notifications.onward import carry_onward
from workflows.notifications.tell import NEUTRAL_TEXT


def alarm(
    session: Session,
    tenant: str,
    *,
    role: str,
    unit: str,
    template: str,
    facts: Mapping[str, Any] | None = None,
) -> NoticeRow:
    """Leave an urgent notice for a role in a unit, and send the neutral text."""
    row = NoticeRow(
        tenant=tenant, id=new_id(), unit=unit, case_id="", member_group=group(role, unit),
        template=template, level=1, facts=dict(facts or {}), sent_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    signals.announce(session, tenant, unit, "notices")
    outbox.record(
        session, tenant, unit, "sms", {"to": group(role, unit), "text": NEUTRAL_TEXT},
        order_key=f"alarm:{row.id}", receiver_key=f"notice:{row.id}:sms",
    )  # fmt: skip
    carry_onward(session, row, urgent=True)
    return row
