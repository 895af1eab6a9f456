"""Start the emergency linkage at once from the fewest answers, as a case of its own.

One transaction opens the case, starts the process and keeps what was typed as the draft of the full
registration, so that nobody is asked twice. Pressed twice it starts once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, commands, instances, tasks
from engine.actors import Actor
from engine.forms import STATION_ZONE
from engine.instances import Calls
from engine.models import TaskRow, TaskStatus
from workflows.access import Permission, require
from workflows.cases import files, work

PROCESS = "emergency-linkage"
#: The task that completes the registration afterwards.
REGISTRATION = "report-incident"


@dataclass(frozen=True, kw_only=True)
class Started:
    """What a report brought."""

    instance_id: str
    #: The full registration in the reporter's hands; None when it went to somebody else's pool.
    task_id: str | None


def start(
    session: Session,
    calls: Calls,
    actor: Actor,
    *,
    station: str,
    answers: Mapping[str, Any],
    key: str,
) -> Started:
    """Open a case, start the process with the flags, keep the words as a draft."""
    require(actor, Permission.INCIDENT_REPORT)

    def begin() -> dict[str, Any]:
        now = clock.now()
        channel = "grid" if actor.role == "R10" else ""
        case = files.open_case(session, actor, station, event_time=now, channel=channel)
        facts = _facts(answers) | {"channel": channel, "reported_at": now.isoformat()}
        instance = instances.start(
            session, calls, actor, PROCESS, business_key=case.id, unit=station, data=facts
        )
        return {"instance": instance, "task": _keep_words(session, calls, actor, instance, answers)}

    reply = commands.once(session, actor, key, "incident:report", begin)
    return Started(instance_id=reply["instance"], task_id=reply["task"])


def _facts(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Flags that the process decides by; no word that a person wrote."""
    return {
        "source": "duty",
        "weapon": answers.get("weapon") == "true",
        "injury": answers.get("injured") == "true",
        "violence_now": answers.get("happening_now") == "true",
        "threat_to_kill": answers.get("threat") == "true",
        "offender_present": answers.get("offender_present") == "true",
        "minors_involved": answers.get("minors_involved") == "true",
        "call_back_safe": answers.get("call_back_safe") != "false",
    }


def _keep_words(
    session: Session, calls: Calls, actor: Actor, instance_id: str, answers: Mapping[str, Any]
) -> str | None:
    task = session.scalar(
        select(TaskRow).where(
            TaskRow.tenant == actor.tenant, TaskRow.instance_id == instance_id,
            TaskRow.node == REGISTRATION, TaskRow.status == TaskStatus.OPEN,
        )
    )  # fmt: skip
    if task is None or task.candidate_group not in actor.groups:
        return None
    work.claim(session, calls, actor, task.id)
    moment = f"{clock.now().astimezone(STATION_ZONE):%Y-%m-%d %H:%M}"
    kept = {name: value for name, value in answers.items() if name != "injured" and value}
    kept |= {"reported_at": moment, "received_at": moment}
    tasks.save_draft(session, actor, task.id, kept)
    return task.id
