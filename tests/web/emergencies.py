"""An emergency brought to any point through the services that the pages call, for tests of pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.forms import STATION_ZONE
from engine.models import TaskRow, TaskStatus
from workflows.cases import work
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.emergency_linkage import reporting
from workflows.emergency_linkage.models import IncidentRow
from workflows.people import directory
from workflows.people.models import PersonRow
from workflows.runtime import Runtime

#: What a receptionist types in a hurry.
HURRIED: Mapping[str, str] = {
    "what_happens": "他拿刀堵在门口，孩子在哭。", "place": "东湖路 12 号", "happening_now": "true",
    "weapon": "true", "injured": "false", "minors_involved": "true", "offender_present": "true",
    "call_back_safe": "false",
}  # fmt: skip

#: The facts that make grade II, as the triage officer ticks them.
GRADE_II: Mapping[str, str] = {
    "dead": "0", "seriously_injured": "0", "slightly_injured": "1", "people": "3",
    "hostage_fire_explosion": "false", "armed_threat": "true", "sexual_assault": "false",
    "suicide_act": "false", "child_abducted": "false", "order_breach": "false",
    "threat_to_kill": "false", "child_abandoned": "false", "crowd_tense": "false",
    "contained": "false", "severity": "II",
}  # fmt: skip


def actor(session: Session, username: str) -> Actor:
    """Somebody of the cast."""
    person = session.scalars(select(PersonRow).where(PersonRow.username == username)).one()
    return directory.actor_of(session, TENANT, person.id)


def moment() -> str:
    """The present moment as a form holds it."""
    return f"{clock.now().astimezone(STATION_ZONE):%Y-%m-%d %H:%M}"


def report(runtime: Runtime, answers: Mapping[str, str] = HURRIED, *, by: str = "liuyan") -> str:
    """Report an incident; answers its id."""
    with runtime.database.begin() as session:
        started = reporting.start(
            session, runtime.calls, actor(session, by), station=EAST_LAKE, answers=answers, key=""
        )
        return session.scalars(
            select(IncidentRow.id).where(IncidentRow.instance_id == started.instance_id)
        ).one()


def do(
    runtime: Runtime, incident_id: str, node: str, answers: Mapping[str, Any], *, by: str,
    item: str = "",
) -> None:  # fmt: skip
    """Claim and complete one task of an incident."""
    with runtime.database.begin() as session:
        task, person = task_at(session, incident_id, node, item), actor(session, by)
        if task.assignee is None:
            work.claim(session, runtime.calls, person, task.id)
        work.complete(session, runtime.calls, person, task.id, answers)


def task_at(session: Session, incident_id: str, node: str, item: str = "") -> TaskRow:
    """The open task of an incident at a node, perhaps that of one department."""
    incident = session.get_one(IncidentRow, (TENANT, incident_id))
    query = select(TaskRow).where(
        TaskRow.instance_id == incident.instance_id, TaskRow.node == node,
        TaskRow.status == TaskStatus.OPEN,
    )  # fmt: skip
    found = [task for task in session.scalars(query) if item in {"", task.item, task.unit}]
    return found[0]


def grade(runtime: Runtime, incident_id: str, *, by: str = "hetao") -> None:
    """Confirm grade II; the departments are notified."""
    do(runtime, incident_id, "confirm-grade", {**GRADE_II, "graded_at": moment()}, by=by)
