"""Open a visit: a draft case and the instance that leads through the reception, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, commands, instances
from engine.actors import Actor
from engine.errors import Invalid
from engine.instances import Calls
from engine.models import TaskRow, TaskStatus
from workflows.access import Permission, require
from workflows.cases import files, work

PROCESS = "visit"


class ArrivalAhead(Invalid):
    """Nobody can have come at a time that is not here yet."""

    code = "arrival-ahead"
    sentence = "Expected an arrival in the past, but {arrived_at} is ahead."


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a new visit brought."""

    case_id: str
    instance_id: str
    #: The first task, already in the receptionist's hands; None when it went to the pool.
    task_id: str | None


def open_visit(
    session: Session,
    calls: Calls,
    actor: Actor,
    *,
    station: str,
    channel: str = "walk-in",
    arrived_at: datetime | None = None,
    take: bool = True,
    key: str = "",
) -> Opened:
    """Register that somebody has come; a paper record is entered later with its true time.

    Without `take` the first step stays in the pool: she sits in the waiting room.
    """
    require(actor, Permission.VISIT_REGISTER, unit=station)
    at = arrived_at or clock.now()
    if at > clock.now():
        raise ArrivalAhead(arrived_at=at)

    def begin() -> dict[str, Any]:
        case = files.open_case(session, actor, station, event_time=at, channel=channel)
        facts = {"channel": channel, "arrived_at": at.isoformat()}
        instance = instances.start(
            session, calls, actor, PROCESS, business_key=case.id, unit=station, data=facts,
            event_time=at,
        )  # fmt: skip
        task = _take_first(session, calls, actor, instance) if take else None
        return {"case": case.id, "instance": instance, "task": task}

    reply: Mapping[str, Any] = commands.once(session, actor, key, "visit:open", begin)
    return Opened(case_id=reply["case"], instance_id=reply["instance"], task_id=reply["task"])


def _take_first(session: Session, calls: Calls, actor: Actor, instance_id: str) -> str | None:
    """Who registers a visit does its first step, unless their posts do not allow it."""
    first = first_task(session, actor.tenant, instance_id)
    if first is None or first.candidate_group not in actor.groups:
        return None
    return work.claim(session, calls, actor, first.id).id


def first_task(session: Session, tenant: str, instance_id: str) -> TaskRow | None:
    """The step with which a fresh visit begins."""
    return session.scalar(
        select(TaskRow).where(
            TaskRow.tenant == tenant, TaskRow.instance_id == instance_id,
            TaskRow.status == TaskStatus.OPEN,
        ).limit(1)
    )  # fmt: skip
