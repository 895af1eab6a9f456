"""Urge the holder, or the pool, of a task; it is counted, and not repeated every minute."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.instances import Calls
from engine.models import TaskRow
from engine.tasks.act_refusals import UrgedJustNow
from engine.tasks.models import StandingRow
from engine.tasks.rows import load, remember, require_open
from engine.tasks.standings import fresh_standing, require_act

#: An urge sooner than this after the last one is refused.
PAUSE = timedelta(minutes=10)


def urge(session: Session, calls: Calls, actor: Actor, task_id: str, words: str) -> StandingRow:
    """Count one more urge of an open task; telling whom is the domain's."""
    row = load(session, actor, task_id, lock=True)
    calls.guard(session, actor, "urge", row)
    require_open(row)
    require_act(session, row, "urge")
    standing, now = fresh_standing(session, row), clock.now()
    if standing.urged_at is not None and now - standing.urged_at < PAUSE:
        raise UrgedJustNow(winner=standing.urged_by, at=standing.urged_at)
    standing.urges += 1
    standing.urged_at, standing.urged_by = now, actor.name
    remember(session, actor, row, "task:urged", words.strip(), _about(row, standing))
    return standing


def _about(row: TaskRow, standing: StandingRow) -> dict[str, object]:
    return {"to": row.assignee or row.candidate_group, "times": standing.urges}
