"""The load of each person, and moving tasks from one to another with a preview."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from web.cockpit.door import blueprint, choices, unit_of
from web.rendering import page as signed_in_page
from web.rendering.due import deadlines_of
from web.rendering.names import number_words, role_words
from web.rendering.task_rows import row_words
from web.session import actor, runtime
from web.wording.filling import shown
from web.wording.texts import gettext as _
from workflows import inbox
from workflows.inbox import team as teams
from workflows.inbox.team import Load
from workflows.people import directory


@blueprint.get("/team")
def team() -> ResponseReturnValue:
    """Each person's load, and the tasks of the one that is chosen."""
    with runtime().database.read() as session:
        unit = unit_of(actor())
        loads = teams.loads(session, actor(), unit)
        chosen = next(
            (load for load in loads if load.person.id == request.args.get("person")), None
        )
        return signed_in_page(
            session, "cockpit/team.html", active="team",
            units=choices(session, actor(), "cockpit.team", unit),
            loads=[_load(session, unit, load) for load in loads],
            unclaimed=number_words(teams.unclaimed(session, actor().tenant, unit)),
            unclaimed_url=url_for("inbox.page", view="team", unit=unit),
            chosen=_chosen(session, actor(), unit, chosen) if chosen else None,
        )  # fmt: skip


def _load(session: Session, unit: str, load: Load) -> dict[str, Any]:
    away = load.away
    return {
        "name": load.person.name, "roles": [role_words(role) for role in load.roles],
        "open": load.open, "overdue": load.overdue, "dangerous": load.dangerous,
        "url": url_for("cockpit.team", unit=unit, person=load.person.id),
        "away": _(
            "请假至 %(until)s，%(name)s代班", until=shown(away.until),
            name=directory.name_of(session, away.tenant, away.substitute_id),
        ) if away else "",
    }  # fmt: skip


def _chosen(session: Session, reader: Actor, unit: str, load: Load) -> dict[str, Any]:
    tasks = teams.tasks_of(session, reader, load.person.id, unit)
    deadlines = deadlines_of(session, tasks)
    return {
        "name": load.person.name,
        "rows": [
            row_words(session, row, deadlines.get(row.task.id))
            for row in inbox.with_cases(session, reader, tasks)
        ],
        "at": shown(clock.now()),
    }
