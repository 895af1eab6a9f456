"""Send a copy of a task to somebody who should know of it; reading it is theirs to do."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.instances import Calls
from engine.models import TaskRow
from engine.tasks.rows import load, remember, require_open
from engine.tasks.standings import require_act


def copy(
    session: Session, calls: Calls, actor: Actor, task_id: str, person: str, words: str
) -> TaskRow:
    """Write down that somebody was sent a copy; the domain tells them and keeps the receipt."""
    row = load(session, actor, task_id, lock=True)
    calls.guard(session, actor, "copy", row)
    require_open(row)
    require_act(session, row, "copy")
    remember(session, actor, row, "task:copied", words.strip(), {"to": person})
    return row
