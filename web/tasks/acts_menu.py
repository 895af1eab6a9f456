"""What somebody may do with a task besides finishing it, as links beside its form."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine import tasks
from engine.actors import Actor
from engine.models import TaskRow
from web.tasks.standing import standing
from web.wording.act_words import ACTS
from workflows.cases.open_acts import open_acts


def acts_beside(session: Session, person: Actor, row: TaskRow, *, mine: bool) -> dict[str, Any]:
    """The menu of acts, how the task stands with others, and a delegate's way to hand it back."""
    return {
        "acts_menu": menu(session, person, row),
        "standing": standing(session, person, row),
        "hand_back_url": hand_back_url(session, row) if mine else "",
    }


def menu(session: Session, person: Actor, row: TaskRow) -> list[dict[str, str]]:
    """The links of the acts that are open to somebody now."""
    return [
        {"act": act, "label": str(ACTS[act]), "url": act_url(row.id, act)}
        for act in open_acts(session, person, row)
    ]


def hand_back_url(session: Session, row: TaskRow) -> str:
    """Where the main button of a delegate leads, who cannot finish; nothing for an owner."""
    found = tasks.standing_of(session, row)
    delegated = found is not None and found.owner is not None
    return url_for("tasks.keep_and_hand_back", task_id=row.id) if delegated else ""


def act_url(task_id: str, act: str) -> str:
    """The page of an act on a task."""
    return url_for("tasks.on_task", task_id=task_id, act=act)
