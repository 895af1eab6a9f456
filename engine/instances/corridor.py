"""One instance, one step: lock, load, advance, write the difference, save.

People, clocks, messages and answers all come through `step_in`; a new instance through
`open_instance`. Both work inside a turn, which delivers the thrown messages afterwards (`verbs`).
The version column counts the steps, and the row lock lets them happen one after another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, definitions, history
from engine.database import new_id, one_writer
from engine.definitions.versions import row_of
from engine.errors import Conflict, NotFound
from engine.instances.rows import write_difference
from engine.instances.turn import Post, Turn
from engine.instances.world import InstanceWorld
from engine.models import (
    DefinitionKind,
    DefinitionRow,
    InstanceRow,
    InstanceStatus,
    TaskRow,
)
from engine.spiff import advance as spiff


class InstanceGone(NotFound):
    """There is no such instance for this tenant."""

    code = "no-such-instance"
    sentence = "Expected a process instance {instance}, but there is none."


class InstanceOver(Conflict):
    """The instance has ended or was stopped, so it takes no further step."""

    code = "instance-over"
    sentence = "Expected a running instance, but it was over at {ended_at}."


@dataclass(frozen=True, kw_only=True)
class Stepped:
    """What one step brought."""

    instance_id: str
    opened: tuple[TaskRow, ...]
    ended: bool
    end_event: str | None


def start_by_message(turn: Turn, definition_id: str, post: Post, correlation: str) -> str:
    """Start a process version by the message that its start event names."""
    definition = row_of(turn.session, turn.actor.tenant, definition_id)
    return open_instance(
        turn, definition, correlation, post.unit, {},
        message=post.message.message, payload=post.message.payload,
    )  # fmt: skip


def open_instance(
    turn: Turn,
    definition: DefinitionRow,
    business_key: str,
    unit: str,
    data: Mapping[str, Any],
    *,
    message: str | None = None,
    payload: Mapping[str, Any] | None = None,
) -> str:
    """A new instance of one process version, run to its first rest; answers its id."""
    row = InstanceRow(
        tenant=turn.actor.tenant, id=new_id(), unit=unit, business_key=business_key,
        process=definition.key, definition_id=definition.id, status=InstanceStatus.RUNNING,
        version=0, state=b"", started_at=turn.event_time, started_by=turn.actor.id,
    )  # fmt: skip
    diagram = definitions.diagram(turn.session, row.tenant, definition.id)
    turn.session.add(row)
    turn.session.flush()
    started = history.Entry(
        tag="instance:started", instance_id=row.id,
        facts={"process": row.process, "version": definition.version},
    )  # fmt: skip
    history.record(
        turn.session, turn.actor, business_key, unit, [started], event_time=turn.event_time
    )
    with turn.entered(row.id):
        result = spiff.start(
            diagram, dict(data), _world(turn, row, definition),
            start_event=diagram.start_event_for(message) if message else None,
            payload=dict(payload or {}),
        )  # fmt: skip
        _write(turn, row, definition, result)
    return row.id


def step_in(turn: Turn, instance_id: str, command: spiff.Command) -> Stepped:
    """One step within a turn that is already under way."""
    row = lock(turn.session, turn.actor.tenant, instance_id)
    if row.status != InstanceStatus.RUNNING:
        raise InstanceOver(instance=row.id, ended_at=row.ended_at)
    definition = row_of(turn.session, row.tenant, row.definition_id)
    diagram = definitions.diagram(turn.session, row.tenant, row.definition_id)
    with turn.entered(row.id):
        result = spiff.advance(diagram, row.state, command, _world(turn, row, definition))
        opened = _write(turn, row, definition, result)
    return Stepped(
        instance_id=row.id, opened=tuple(opened), ended=result.ended, end_event=result.end_event
    )


def load(session: Session, tenant: str, instance_id: str) -> InstanceRow:
    """An instance for reading; refuses when there is none."""
    row = session.get(InstanceRow, (tenant, instance_id))
    if row is None:
        raise InstanceGone(instance=instance_id)
    return row


def lock(session: Session, tenant: str, instance_id: str) -> InstanceRow:
    """The instance, fresh and locked until the end of the transaction, its case before it."""
    locked: dict[tuple[str, str], InstanceRow] = session.info.setdefault("locked", {})
    if (tenant, instance_id) in locked:
        return locked[tenant, instance_id]
    _hold_case(session, tenant, instance_id)
    row = session.scalar(
        select(InstanceRow)
        .where(InstanceRow.tenant == tenant, InstanceRow.id == instance_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise InstanceGone(instance=instance_id)
    locked[tenant, instance_id] = row
    return row


def _hold_case(session: Session, tenant: str, instance_id: str) -> None:
    if one_writer(session):
        return
    case = session.scalar(
        select(InstanceRow.business_key).where(
            InstanceRow.tenant == tenant, InstanceRow.id == instance_id
        )
    )
    if case is not None:
        history.hold(session, tenant, case)


def _world(turn: Turn, row: InstanceRow, definition: DefinitionRow) -> InstanceWorld:
    def start_another(process: str, **inputs: Any) -> str:
        wanted = definitions.active(turn.session, row.tenant, DefinitionKind.PROCESS, process)
        return open_instance(
            turn, wanted, inputs.get("business_key", row.business_key),
            inputs.get("unit", row.unit), inputs.get("data", {}),
        )  # fmt: skip

    return InstanceWorld(
        turn=turn, instance=row, definition=definition, now=clock.now(), start=start_another
    )


def _write(
    turn: Turn, row: InstanceRow, definition: DefinitionRow, result: spiff.Advance
) -> list[TaskRow]:
    """Save what a step made: rows, history, messages for others, and the state itself."""
    diagram = definitions.diagram(turn.session, row.tenant, definition.id)
    row.state, row.facts, row.version = result.state, dict(result.data), row.version + 1
    if result.ended or result.stopped:
        row.status = InstanceStatus.STOPPED if result.stopped else InstanceStatus.ENDED
        row.ended_at, row.end_event = turn.event_time, result.end_event
    opened = write_difference(turn, row, definition, diagram, result)
    if row.status != InstanceStatus.RUNNING:
        outcome = "cancelled" if row.status == InstanceStatus.STOPPED else "met"
        turn.calls.deadlines.settle(
            turn.session, row.tenant, row.id, None, turn.event_time, outcome=outcome
        )
    history.record(
        turn.session, turn.actor, row.business_key, row.unit,
        [
            history.Entry(tag=fact.tag, instance_id=row.id, node=fact.node, facts=fact.detail)
            for fact in result.facts
        ],
        event_time=turn.event_time,
    )  # fmt: skip
    turn.waiting.extend(
        Post(message=thrown, unit=row.unit, sender=row.id) for thrown in result.thrown
    )
    turn.session.flush()
    return opened
