"""The blueprint of the papers, and the way in: readers of a case file read its papers by class."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from web.session import actor, runtime
from workflows.access import Sight
from workflows.access.policy import NoSuchCase
from workflows.cases import queries as cases

blueprint = Blueprint("documents", __name__)

View = Callable[..., ResponseReturnValue]


def guarded(view: View) -> View:
    """Answer 404 for a case that does not exist for the actor, and log the try when it exists."""

    @wraps(view)
    def inside(case_id: str, **rest: Any) -> ResponseReturnValue:
        try:
            return view(case_id, **rest)
        except NoSuchCase:
            # The view's own transaction is gone with the refusal; the log has one of its own.
            with runtime().database.begin() as session:
                cases.note_refused(session, actor(), case_id, "papers")
            raise

    return inside


def sight_on(session: Session, case_id: str) -> Sight:
    """What the actor reads of a case whose file they may read; NotFound for everybody else."""
    sight = cases.sight_on(session, actor(), case_id)
    if not cases.reads_the_file(actor()):
        raise NoSuchCase(case=case_id)
    return sight
