"""Let a task rest for a reason that the rules know; the clocks that may stand still do so.

A house clock pauses for an appraisal, a stay in hospital or the written consent of both sides; a
legal one only where its article says so, else it runs on and the answer names it. The clocks are
those of the step and of the activities around it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, definitions, tasks
from engine.actors import Actor
from engine.errors import Invalid
from engine.instances import Calls, corridor
from engine.models import TaskRow
from engine.spiff.advance import anchors_around
from workflows.cases.acting import once
from workflows.cases.standstill import park, set_going
from workflows.deadlines import BasisKind, load_table, moving
from workflows.deadlines.models import DeadlineRow, DeadlineState
from workflows.deadlines.queries import calendar_for, open_of


class NoSuchReason(Invalid):
    """The rules know no such reason to suspend."""

    code = "no-suspension-reason"
    sentence = "Expected a reason that the rules allow, but {because} is none."


def reasons_for(session: Session, row: TaskRow) -> tuple[str, ...]:
    """The reasons for which a task may rest: those of house clocks, and of its own legal ones."""
    rules = load_table().rules
    house = {
        each for rule in rules.values() if rule.kind is BasisKind.HOUSE for each in rule.pauses
    }
    own = {each for found in clocks_of(session, row) for each in rules[found.rule].pauses}
    return tuple(each for each in load_table().pause_reasons if each in house | own)


def clocks_of(session: Session, row: TaskRow) -> list[DeadlineRow]:
    """The open deadlines of a step and of the activities around it, the first to end first."""
    instance = corridor.load(session, row.tenant, row.instance_id)
    diagram = definitions.diagram(session, row.tenant, instance.definition_id)
    around = anchors_around(diagram, instance.state, row.token)
    found = open_of(session, row.tenant, row.instance_id)
    return sorted((each for each in found if each.anchor in around), key=lambda d: d.effective)


def suspend(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    because: str,
    reason: str,
    *,
    key: str = "",
    version: int | None = None,
) -> dict[str, Any]:
    """Let a task rest; answers which clocks stand still and which run on."""

    def work(acting: Actor) -> dict[str, Any]:
        row = tasks.load(session, actor, task_id)
        if because not in reasons_for(session, row):
            raise NoSuchReason(because=because)
        tasks.suspend(session, calls, acting, task_id, because, reason, version=version)
        standing_still, running_on = [], []
        for each in clocks_of(session, row):
            if each.state is DeadlineState.PAUSED or _may_pause(each, because):
                standing_still.append(each.rule)
            else:
                running_on.append(each.rule)
            if each.state is DeadlineState.RUNNING and _may_pause(each, because):
                moving.pause(session, acting, each, because=because, at=clock.now(), reason=reason)
                park(session, calls, acting, each, reason)
        return {"still": standing_still, "running": running_on}

    return once(session, actor, task_id, "suspend", key, work)


def resume(
    session: Session, calls: Calls, actor: Actor, task_id: str, reason: str, *, key: str = ""
) -> dict[str, Any]:
    """Let a task and its clocks go on; each is due later by the days it stood still."""

    def work(acting: Actor) -> dict[str, Any]:
        row = tasks.resume(session, calls, acting, task_id, reason)
        moved = go_on(session, calls, acting, row, reason)
        return {"moved": [each.rule for each in moved]}

    return once(session, actor, task_id, "resume", key, work)


def go_on(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, reason: str
) -> list[DeadlineRow]:
    """Resume the clocks of a task that no other resting task of the instance holds still."""
    session.flush()
    held = {each.id for other in _others(session, row) for each in clocks_of(session, other)}
    paused = [each for each in clocks_of(session, row) if each.state is DeadlineState.PAUSED]
    moved = [each for each in paused if each.id not in held]
    for each in moved:
        rearming = moving.resume(
            session, actor, each, at=clock.now(), reason=reason,
            calendar=calendar_for(session, row.tenant),
        )  # fmt: skip
        set_going(session, calls, actor, each, rearming, reason)
    return moved


def _others(session: Session, row: TaskRow) -> Iterable[TaskRow]:
    """Other tasks of the same instance that rest."""
    rows, standings = TaskRow, tasks.StandingRow
    return session.scalars(
        select(rows)
        .join(
            standings, (standings.tenant == rows.tenant) & (standings.task_id == rows.id)
        )
        .where(
            rows.tenant == row.tenant, rows.instance_id == row.instance_id, rows.id != row.id,
            standings.suspended_because.is_not(None),
        )
    ).all()  # fmt: skip


def _may_pause(deadline: DeadlineRow, because: str) -> bool:
    allowed = load_table().rules[deadline.rule].pauses
    return because in allowed and clock.now() < deadline.expires
