"""An instance, and a task with its instance, fresh and locked until the transaction ends.

The lock of the case comes first, so that a person and a clock at the same case wait for each other.
Each lock is one statement; SQLite has one writer at a time and needs none.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine import history
from engine.database import on_tables, one_writer, table
from engine.deferring import learnt
from engine.errors import NotFound
from engine.models import HistoryHeadRow, InstanceRow, TaskRow


class InstanceGone(NotFound):
    """There is no such instance for this tenant."""

    code = "no-such-instance"
    sentence = "Expected a process instance {instance}, but there is none."


def _of_id(rows: Any) -> Any:
    return (rows.tenant == bindparam("of_tenant")) & (rows.id == bindparam("of_id"))


def _case_of(rows: Any) -> Any:
    """The case of a row, with its head row locked."""
    head = table(HistoryHeadRow)
    mine = (head.c.tenant == rows.c.tenant) & (head.c.stream == rows.c.business_key)
    return select(head.c.stream).join(rows, mine).where(_of_id(rows.c)).with_for_update(of=head)


_INSTANCE: Final = (
    select(InstanceRow)
    .where(_of_id(InstanceRow))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_TASK: Final = (
    select(TaskRow, InstanceRow)
    .join(
        InstanceRow,
        (InstanceRow.tenant == TaskRow.tenant) & (InstanceRow.id == TaskRow.instance_id),
    )
    .where(_of_id(TaskRow))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_CASE_OF_INSTANCE: Final = _case_of(table(InstanceRow))
_CASE_OF_TASK: Final = _case_of(table(TaskRow))


def load(session: Session, tenant: str, instance_id: str) -> InstanceRow:
    """An instance for reading; refuses when there is none."""
    row = session.get(InstanceRow, (tenant, instance_id))
    if row is None:
        raise InstanceGone(instance=instance_id)
    return row


def lock(session: Session, tenant: str, instance_id: str) -> InstanceRow:
    """The instance, fresh and locked until the end of the transaction, its case before it."""
    known: InstanceRow | None = learnt(session).get((InstanceRow, tenant, instance_id))
    if known is not None:
        return known
    _hold_case(session, _CASE_OF_INSTANCE, InstanceRow, tenant, instance_id)
    row = session.scalar(_INSTANCE, {"of_tenant": tenant, "of_id": instance_id})
    if row is None:
        raise InstanceGone(instance=instance_id)
    return _remember(session, row)


def lock_task(session: Session, tenant: str, task_id: str) -> TaskRow | None:
    """A task and its instance, both fresh and locked, their case before them."""
    _hold_case(session, _CASE_OF_TASK, TaskRow, tenant, task_id)
    found = session.execute(_TASK, {"of_tenant": tenant, "of_id": task_id}).one_or_none()
    if found is None:
        return None
    _remember(session, found.InstanceRow)
    task: TaskRow = found.TaskRow
    return task


def _remember(session: Session, row: InstanceRow) -> InstanceRow:
    learnt(session)[InstanceRow, row.tenant, row.id] = row
    return row


def _hold_case(
    session: Session, held: Any, kind: type[InstanceRow | TaskRow], tenant: str, row_id: str
) -> None:
    if one_writer(session):
        return
    case: str | None = on_tables(session, held, {"of_tenant": tenant, "of_id": row_id}).scalar()
    if case is not None:
        history.note_held(session, tenant, case)
        return
    # A case without a single fact has no head row yet.
    row: Any = session.get(kind, (tenant, row_id))
    if row is not None:
        history.hold(session, tenant, row.business_key)
