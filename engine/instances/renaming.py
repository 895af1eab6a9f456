"""After a migration the rows of what waits say what the new version says of their nodes.

Only words, roles and names follow; who holds a task, its draft, the form it was opened with, its
due date and every timer's instant stay.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import case, select, update

from engine import definitions
from engine.actors import group
from engine.instances.turn import Turn
from engine.models import SubscriptionRow, TaskRow, TaskStatus, TimerRow, TimerState
from engine.spiff.parser import Node


def rename_waits(
    turn: Turn,
    definition_id: str,
    nodes: Mapping[str, str],
    instance_ids: Sequence[str],
) -> None:
    """Bring the open rows of these instances in line with a version; `nodes` is old key to new."""
    if not instance_ids or not nodes:
        return
    renamed = {key: to for key, to in nodes.items() if key != to}
    if renamed:
        _rename_timers(turn, renamed, instance_ids)
        _rename_subscriptions(turn, renamed, instance_ids)
    diagram = definitions.diagram(turn.session, turn.actor.tenant, definition_id)
    # A task's row has the author's id, which a called process may share with the calling one.
    here = {key.rpartition("/")[2]: diagram.nodes[to] for key, to in nodes.items()}
    for row in _tasks(turn, here.keys(), instance_ids):
        _retell(row, here[row.node])


def _tasks(turn: Turn, nodes: Collection[str], instance_ids: Sequence[str]) -> Sequence[TaskRow]:
    rows = TaskRow
    return turn.session.scalars(
        select(rows).where(
            rows.tenant == turn.actor.tenant, rows.instance_id.in_(instance_ids),
            rows.status == TaskStatus.OPEN, rows.node.in_(nodes),
        )
    ).all()  # fmt: skip


def _retell(row: TaskRow, node: Node) -> None:
    told = (node.id, node.name, node.name_en, node.stage or "", node.role or "")
    if (row.node, row.name, row.name_en, row.stage, row.role) == told:
        return
    row.node, row.name, row.name_en, row.stage, row.role = told
    row.candidate_group = group(row.role, row.unit)
    row.version += 1


def _rename_timers(turn: Turn, nodes: Mapping[str, str], instance_ids: Sequence[str]) -> None:
    rows = TimerRow
    turn.session.execute(
        update(rows)
        .where(
            rows.tenant == turn.actor.tenant, rows.instance_id.in_(instance_ids),
            rows.node.in_(nodes), rows.state.in_([TimerState.ARMED, TimerState.DEAD]),
        )
        .values(node=case(nodes, value=rows.node))
    )  # fmt: skip


def _rename_subscriptions(
    turn: Turn, nodes: Mapping[str, str], instance_ids: Sequence[str]
) -> None:
    rows = SubscriptionRow
    turn.session.execute(
        update(rows)
        .where(
            rows.tenant == turn.actor.tenant,
            rows.instance_id.in_(instance_ids),
            rows.node.in_(nodes),
        )
        .values(node=case(nodes, value=rows.node))
    )
