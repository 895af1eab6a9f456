"""What people sent with a task or an act, kept whole under the form version they typed it in.

The process data gets only the routing values; operations that need the rest read it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import new_id
from engine.instances.calls import Calls
from engine.models import SubmissionRow


def record_submission(
    session: Session,
    calls: Calls,
    actor: Actor,
    *,
    unit: str,
    business_key: str,
    instance_id: str,
    node: str,
    form_key: str,
    form_id: str | None,
    fields: Mapping[str, Any],
    event_time: datetime,
    task_id: str | None = None,
    item: str = "",
) -> SubmissionRow:
    """Keep the clean values of one form, and let the domain's recorder for it do its part."""
    row = SubmissionRow(
        tenant=actor.tenant, id=new_id(), unit=unit, business_key=business_key,
        instance_id=instance_id, task_id=task_id, node=node, item=item, form_key=form_key,
        form_id=form_id,
        fields=dict(fields), person=actor.id, acting_role=actor.role, event_time=event_time,
        entry_time=clock.now(),
    )  # fmt: skip
    session.add(row)
    recorder = calls.recorders.get(form_key)
    if recorder is not None:
        recorder(session, actor, row)
    return row


def latest_submission(
    session: Session, tenant: str, instance_id: str, form_key: str, *, item: str | None = None
) -> SubmissionRow | None:
    """The newest submission of a form within one instance (and item)."""
    rows = SubmissionRow
    query = select(rows).where(
        rows.tenant == tenant, rows.instance_id == instance_id, rows.form_key == form_key
    )
    if item is not None:
        query = query.where(rows.item == item)
    return session.scalar(query.order_by(rows.id.desc()).limit(1))
