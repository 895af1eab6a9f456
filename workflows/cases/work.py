"""The verbs of people on tasks, as pages, stories and the API use them.

Each adds to the engine's verb what the station wants: the idempotency key, the role acted in, the
membership that a claim brings, and the refusal of a conflict of interest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import clock, commands, definitions, tasks
from engine.actors import Actor, group
from engine.errors import Denied, Invalid
from engine.instances import Calls, corridor
from engine.models import SubscriptionRow, TaskRow, TaskStatus
from engine.spiff.parser import Node
from workflows.access import policy
from workflows.access.law import ACTS
from workflows.cases import membership, parties
from workflows.cases.doers import require_doer
from workflows.cases.resting import wake_left_behind
from workflows.people.directory import acting_for, holders
from workflows.people.models import PersonRow


class ConflictOfInterest(Denied):
    """The person is close to a party; nothing more is said."""

    code = "conflict-of-interest"
    sentence = "Expected somebody without a tie to the case, but there is one."


class NotAHolder(Invalid):
    """A task is given to somebody who has no post for it."""

    code = "not-a-holder"
    sentence = "Expected somebody who holds {post}, but {person} does not."


def guard(session: Session, actor: Actor, act: str, row: TaskRow) -> None:
    """The station's guard on every verb: sealed cases, conflict of interest, who may act."""
    if act in ACTS:
        require_doer(session, actor, act, row)
    if act == "claim":
        policy.require_unsealed(session, actor, row.business_key)
    if act in {"claim", "complete", "sign"}:
        refuse_tie(session, actor.tenant, actor.id, row.business_key)


def refuse_tie(session: Session, tenant: str, person_id: str, case_id: str) -> None:
    """Staff whose name or phone matches a party do not work on the case."""
    person = session.get(PersonRow, (tenant, person_id))
    prints = {person.name_print, person.phone_print} - {""} if person else set()
    if any(parties.has_tie(party, prints) for party in parties.of_case(session, tenant, case_id)):
        raise ConflictOfInterest


def claim(session: Session, calls: Calls, actor: Actor, task_id: str) -> TaskRow:
    """Take a task; the claimer becomes a member of its case."""
    row = tasks.load(session, actor, task_id)
    acting = acting_for(actor, row.candidate_group)
    row = tasks.claim(session, calls, acting, task_id)
    membership.add_person(session, actor.tenant, row.business_key, actor.id, "claim")
    return row


def release(session: Session, calls: Calls, actor: Actor, task_id: str, reason: str) -> TaskRow:
    """Give a task back to the pool; who did nothing else on the case leaves it."""
    acting = acting_for(actor, tasks.load(session, actor, task_id).candidate_group)
    row = tasks.release(session, calls, acting, task_id, reason)
    leave(session, row, actor.id)
    return row


def leave(session: Session, row: TaskRow, person_id: str, *, basis: str = "claim") -> None:
    """End the membership of a basis, unless the person worked or works on the case."""
    session.flush()
    worked = select(TaskRow.id).where(
        TaskRow.tenant == row.tenant, TaskRow.business_key == row.business_key,
        or_(
            TaskRow.completed_by == person_id,
            (TaskRow.assignee == person_id) & (TaskRow.status == TaskStatus.OPEN),
        ),
    )  # fmt: skip
    if session.scalar(worked.limit(1)) is None:
        membership.end_person(session, row.tenant, row.business_key, person_id, basis=basis)


def reassign(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    person: str,
    reason: str,
    *,
    version: int | None = None,
) -> TaskRow:
    """Give a task to somebody who holds a post for it and no tie; they join the case."""
    before = tasks.load(session, actor, task_id).assignee
    row = tasks.reassign(session, calls, actor, task_id, person, reason, version=version)
    require_able(session, row, person)
    membership.add_person(session, actor.tenant, row.business_key, person, "assignment")
    if before is not None and before != person:
        leave(session, row, before)
    return row


def require_able(session: Session, row: TaskRow, person: str) -> None:
    """Refuse to give a task to somebody without a post for it, or with a tie to the case."""
    role, _, unit = row.candidate_group.partition("@")
    if person not in {each.id for each in holders(session, row.tenant, role, unit, clock.now())}:
        raise NotAHolder(post=row.candidate_group, person=person)
    refuse_tie(session, row.tenant, person, row.business_key)


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
    """Press a button of a case that exists for the actor, such as "risk rises", once."""

    def work() -> dict[str, Any]:
        acting = _acting_in(session, actor, subscription_id)
        stepped = tasks.send_act(
            session, calls, acting, subscription_id, submitted, event_time=event_time
        )
        case_id = corridor.load(session, actor.tenant, stepped.instance_id).business_key
        wake_left_behind(session, calls, acting, case_id)
        return {"instance": stepped.instance_id, "ended": stepped.ended}

    return commands.once(session, actor, key, f"act:{subscription_id}", work)


def _acting_in(session: Session, actor: Actor, subscription_id: str) -> Actor:
    """The actor in the role that presses the button, the station's own post before others."""
    row = session.get(SubscriptionRow, (actor.tenant, subscription_id))
    if row is None:
        return actor
    policy.require_case(session, actor, row.business_key)
    refuse_tie(session, actor.tenant, actor.id, row.business_key)
    roles = node_of(session, row).act_roles
    if actor.role in roles:
        return actor
    here = [group(role, row.unit) for role in roles]
    elsewhere = sorted(each for each in actor.groups if each.partition("@")[0] in roles)
    fitting = next((each for each in (*here, *elsewhere) if each in actor.groups), "")
    return acting_for(actor, fitting)


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
