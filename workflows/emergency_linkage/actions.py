"""Report an emergency without a visit: case, instance and register in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, commands, definitions, forms, instances, tasks
from engine.actors import Actor
from engine.instances import Calls
from engine.models import DefinitionKind, TaskRow, TaskStatus
from workflows.access import Permission, require
from workflows.cases import files
from workflows.emergency_linkage.models import IncidentRow

PROCESS = "emergency-linkage"
FORM = "report-incident"
#: How the form's answer reads for the table that suggests a grade.
_FACTS = {
    "threat_to_kill": "threat", "violence_now": "happening_now", "weapon": "weapon",
    "offender_present": "offender_present", "minors_involved": "minors_involved",
    "call_back_safe": "call_back_safe", "called_110": "called_110", "people": "people",
    "dead": "dead", "reported_at": "reported_at", "report_channel": "report_channel",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What a report began."""

    case_id: str
    instance_id: str
    #: The number of the incident, e.g. TF-2026-0031.
    number: str


def report_incident(
    session: Session,
    calls: Calls,
    actor: Actor,
    *,
    station: str,
    submitted: Mapping[str, Any],
    key: str,
    event_time: datetime | None = None,
) -> Reported:
    """Register an emergency and begin it, once however often the form is sent.

    1. the answers of `report-incident` must be clean (FormInvalid names the fields);
    2. a case of its own is opened and the diagram started with all that was said;
    3. the register's task counts as done by the reporter.
    """
    require(actor, Permission.INCIDENT_REPORT)
    at = event_time or clock.now()

    def begin() -> dict[str, Any]:
        facts = _facts(session, calls, actor, station, submitted, at)
        case = files.open_case(session, actor, station, event_time=at, channel="duty")
        instance = instances.start(
            session, calls, actor, PROCESS, business_key=case.id, unit=station,
            data={"source": "duty", **facts}, event_time=at,
        )  # fmt: skip
        _register(session, calls, actor, instance, submitted, at)
        return {"case": case.id, "instance": instance, "number": _number(session, actor, instance)}

    reply: Mapping[str, Any] = commands.once(session, actor, key, "incident:report", begin)
    return Reported(case_id=reply["case"], instance_id=reply["instance"], number=reply["number"])


def _facts(
    session: Session,
    calls: Calls,
    actor: Actor,
    station: str,
    submitted: Mapping[str, Any],
    at: datetime,
) -> dict[str, Any]:
    """The routing values of the register, under the names that the diagram begins with."""
    version = definitions.active(session, actor.tenant, DefinitionKind.FORM, FORM)
    form = definitions.form(session, actor.tenant, version.id)
    cleaned = forms.clean(
        form, submitted, context={}, codes=calls.codes(session, actor.tenant, station), now=at
    )
    values = cleaned.process_values
    facts = {name: values[key] for name, key in _FACTS.items() if values.get(key) is not None}
    return facts | {"injury": int(str(values.get("injured") or 0)) > 0}


def _register(
    session: Session,
    calls: Calls,
    actor: Actor,
    instance: str,
    submitted: Mapping[str, Any],
    at: datetime,
) -> None:
    """Who reports has done the register's task, whichever post they hold."""
    task = session.scalars(
        select(TaskRow).where(
            TaskRow.tenant == actor.tenant, TaskRow.instance_id == instance,
            TaskRow.node == FORM, TaskRow.status == TaskStatus.OPEN,
        )
    ).one()  # fmt: skip
    task.assignee, task.assignee_name, task.claimed_at = actor.id, actor.name, at
    session.flush()
    tasks.complete(session, calls, actor, task.id, submitted, event_time=at)


def _number(session: Session, actor: Actor, instance: str) -> str:
    return session.scalars(
        select(IncidentRow.number).where(
            IncidentRow.tenant == actor.tenant, IncidentRow.instance_id == instance
        )
    ).one()
