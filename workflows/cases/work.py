"""The verbs of people on tasks, as pages, stories and the API use them.

Each adds to the engine's verb what the station wants: the idempotency key, the role acted in, the
membership that a claim brings, and the refusal of a conflict of interest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import commands, definitions, tasks
from engine.actors import Actor
from engine.errors import Denied
from engine.instances import Calls, corridor
from engine.models import SubscriptionRow, TaskRow, TaskStatus
from engine.protection import fingerprint
from engine.spiff.parser import Node
from workflows.access import Permission, policy, require
from workflows.cases import membership, parties
from workflows.people.directory import acting_for
from workflows.people.models import PersonRow


class ConflictOfInterest(Denied):
    """The person is close to a party; nothing more is said."""

    code = "conflict-of-interest"
    sentence = "Expected somebody without a tie to the case, but there is one."


def guard(session: Session, actor: Actor, act: str, row: TaskRow) -> None:
    """The station's guard on every verb: conflict of interest, and who may reassign."""
    if act == "reassign":
        require(actor, Permission.TASK_REASSIGN)
        policy.require_case(session, actor, row.business_key)
    if act in {"claim", "complete"}:
        _refuse_tie(session, actor, row)


def _refuse_tie(session: Session, actor: Actor, row: TaskRow) -> None:
    """Staff whose name or phone matches a party do not work on the case."""
    person = session.get(PersonRow, (actor.tenant, actor.id))
    if person is None:
        return
    prints = {person.name_print, person.phone_print} - {""}
    for party in parties.of_case(session, actor.tenant, row.business_key):
        for kind, text in parties.search_terms({**party.personal, **party.sensitive}):
            if kind in {"name", "phone"} and fingerprint(kind, text) in prints:
                raise ConflictOfInterest()


def claim(session: Session, calls: Calls, actor: Actor, task_id: str) -> TaskRow:
    """Take a task; the claimer becomes a member of its case."""
    row = tasks.load(session, actor, task_id)
    acting = acting_for(actor, row.candidate_group)
    row = tasks.claim(session, calls, acting, task_id)
    membership.add_person(session, actor.tenant, row.business_key, actor.id, "claim")
    return row


def release(session: Session, calls: Calls, actor: Actor, task_id: str, reason: str) -> TaskRow:
    """Give a task back to the pool."""
    acting = acting_for(actor, tasks.load(session, actor, task_id).candidate_group)
    return tasks.release(session, calls, acting, task_id, reason)


def reassign(
    session: Session, calls: Calls, actor: Actor, task_id: str, person: str, reason: str
) -> TaskRow:
    """Give a task to a named person, who becomes a member of its case."""
    row = tasks.reassign(session, calls, actor, task_id, person, reason)
    membership.add_person(session, actor.tenant, row.business_key, person, "assignment")
    return row


def complete(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    submitted: Mapping[str, Any],
    *,
    key: str = "",
    version: int | None = None,
    event_time: datetime | None = None,
) -> dict[str, Any]:
    """Finish a task once, however often the form is sent; answers ids only."""

    def work() -> dict[str, Any]:
        acting = acting_for(actor, tasks.load(session, actor, task_id).candidate_group)
        stepped = tasks.complete(
            session, calls, acting, task_id, submitted, version=version, event_time=event_time
        )
        return {
            "instance": stepped.instance_id,
            "opened": [task.id for task in stepped.opened],
            "ended": stepped.ended,
        }

    return commands.once(session, actor, key, f"complete:{task_id}", work)


def send_act(
    session: Session,
    calls: Calls,
    actor: Actor,
    subscription_id: str,
    submitted: Mapping[str, Any],
    *,
    key: str = "",
    event_time: datetime | None = None,
) -> dict[str, Any]:
    """Press a button of the case, such as "risk rises", once."""

    def work() -> dict[str, Any]:
        stepped = tasks.send_act(
            session, calls, actor, subscription_id, submitted, event_time=event_time
        )
        return {"instance": stepped.instance_id, "ended": stepped.ended}

    return commands.once(session, actor, key, f"act:{subscription_id}", work)


def acts_of(session: Session, tenant: str, case_id: str) -> list[SubscriptionRow]:
    """The buttons that a case offers now."""
    rows = SubscriptionRow
    query = select(rows).where(
        rows.tenant == tenant, rows.business_key == case_id, rows.act.is_(True)
    )
    return list(session.scalars(query.order_by(rows.id)))


def node_of(session: Session, row: SubscriptionRow) -> Node:
    """The element of the diagram behind a button."""
    instance = corridor.load(session, row.tenant, row.instance_id)
    return definitions.diagram(session, row.tenant, instance.definition_id).nodes[row.node]


def next_of_case(session: Session, actor: Actor, case_id: str) -> TaskRow | None:
    """The most urgent open task of a case in the actor's own hands."""
    return session.scalar(
        select(TaskRow)
        .where(
            TaskRow.tenant == actor.tenant, TaskRow.business_key == case_id,
            TaskRow.assignee == actor.id, TaskRow.status == TaskStatus.OPEN,
        )
        .order_by(TaskRow.priority, TaskRow.due_at, TaskRow.id)
        .limit(1)
    )  # fmt: skip
