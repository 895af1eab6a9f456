"""Let a task rest for a reason that the rules know; the clocks that may stand still do so.

A house clock pauses for an appraisal, a stay in hospital or the written consent of both sides; a
legal one only where its article says so, else it runs on and the answer names it. The clocks are
those of the step and of the activities around it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from engine import clock, tasks
from engine.actors import Actor
from engine.errors import Invalid
from engine.instances import Calls
from engine.models import TaskRow
from workflows.cases.acting import once
from workflows.cases.resting import clocks_of, go_on
from workflows.cases.standstill import park
from workflows.deadlines import BasisKind, load_table, moving
from workflows.deadlines.models import DeadlineRow, DeadlineState


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


def _may_pause(deadline: DeadlineRow, because: str) -> bool:
    allowed = load_table().rules[deadline.rule].pauses
    return because in allowed and clock.now() < deadline.expires
