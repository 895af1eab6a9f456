"""Finish a task: its form's clean values go on through the corridor, the draft is gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from engine import clock, definitions, forms, instances
from engine.actors import Actor
from engine.database import insert_if_absent, on_tables, table
from engine.instances import Calls, corridor
from engine.models import DraftRow, TaskRow, TaskStatus
from engine.spiff.advance import CompleteTask
from engine.tasks.refusals import FourEyes, StaleTask
from engine.tasks.rows import held, load, plain, remember, require_hands
from engine.tasks.signing import require_signed
from engine.tasks.standings import require_unhindered

_DRAFTS: Final = table(DraftRow)
_DROP_DRAFTS: Final = delete(_DRAFTS).where(
    _DRAFTS.c.tenant == bindparam("of_tenant"), _DRAFTS.c.task_id == bindparam("of_task")
)
_DONE_BY: Final = (
    select(TaskRow.id)
    .where(
        TaskRow.tenant == bindparam("of_tenant"),
        TaskRow.instance_id == bindparam("of_instance"),
        TaskRow.node == bindparam("of_node"),
        TaskRow.completed_by == bindparam("by"),
    )
    .limit(1)
)


def save_draft(session: Session, actor: Actor, task_id: str, fields: Mapping[str, Any]) -> DraftRow:
    """Keep what the holder of a task has typed so far; one draft a person and task."""
    require_hands(actor, load(session, actor, task_id))
    typed, now = dict(fields), clock.now()
    insert_if_absent(
        session, DraftRow, tenant=actor.tenant, task_id=task_id, person=actor.id, fields=typed,
        saved_at=now,
    )  # fmt: skip
    key = (actor.tenant, task_id, actor.id)
    draft = session.get_one(DraftRow, key, with_for_update=True)
    draft.fields, draft.saved_at = typed, now
    return draft


def draft_of(session: Session, actor: Actor, task_id: str) -> DraftRow | None:
    """The actor's own draft of a task."""
    return session.get(DraftRow, (actor.tenant, task_id, actor.id))


def form_of(session: Session, row: TaskRow) -> forms.Form | None:
    """The form version that the task was opened with."""
    return definitions.form(session, row.tenant, row.form_id) if row.form_id else None


def complete(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    submitted: Mapping[str, Any],
    *,
    version: int | None = None,
    event_time: datetime | None = None,
) -> instances.Stepped:
    """Finish a task with the values of its form, as a person commands it.

    1. the task must be open, held by the actor and as new as the page was;
    2. the form's clean values or its errors;
    3. the submission is kept, the routing values go on into the corridor;
    4. the draft is gone and the history knows.
    """
    row = held(session, actor, task_id)
    if version is not None and version != row.version:
        raise StaleTask(version=version, present=row.version)
    calls.guard(session, actor, "complete", row)
    _require_second_person(session, actor, row)
    if require_unhindered(session, row) is not None:
        require_signed(session, row)
    at = event_time or clock.now()
    routing = _submit(session, calls, actor, row, submitted, at)
    row.status, row.completed_at, row.completed_by = TaskStatus.COMPLETED, at, actor.id
    row.version += 1
    on_tables(session, _DROP_DRAFTS, {"of_tenant": row.tenant, "of_task": row.id})
    remember(session, actor, row, "task:completed", event_time=at)
    calls.deadlines.settle(session, row.tenant, row.instance_id, row.anchor, at)
    command = CompleteTask(token=row.token, data=routing)
    return instances.step(session, calls, actor, row.instance_id, command, event_time=at)


def _submit(
    session: Session,
    calls: Calls,
    actor: Actor,
    row: TaskRow,
    submitted: Mapping[str, Any],
    at: datetime,
) -> dict[str, Any]:
    form = form_of(session, row)
    if form is None:
        return {}
    known = corridor.load(session, row.tenant, row.instance_id).facts
    codes = calls.codes(session, row.tenant, row.unit)
    cleaned = forms.clean(form, submitted, context=known, codes=codes, now=at)
    instances.record_submission(
        session, calls, actor, unit=row.unit, business_key=row.business_key,
        instance_id=row.instance_id, node=row.node, item=row.item, form_key=row.form_key,
        form_id=row.form_id, fields=plain(cleaned.values), event_time=at, task_id=row.id,
    )  # fmt: skip
    return dict(cleaned.process_values)


def _require_second_person(session: Session, actor: Actor, row: TaskRow) -> None:
    instance = corridor.lock(session, actor.tenant, row.instance_id)
    node = definitions.diagram(session, actor.tenant, instance.definition_id).nodes[row.node]
    if not node.not_by:
        return
    did = session.scalar(
        _DONE_BY,
        {
            "of_tenant": row.tenant, "of_instance": row.instance_id, "of_node": node.not_by,
            "by": actor.id,
        },
    )  # fmt: skip
    if did is not None:
        raise FourEyes(person=actor.name, node=node.not_by)
