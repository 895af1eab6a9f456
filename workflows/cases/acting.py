"""What all acts on a task share: the role acted in, one effect a key, and whom one may choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import clock, commands, tasks
from engine.actors import Actor
from engine.errors import Invalid
from engine.instances import corridor
from engine.models import TaskRow
from workflows.access import policy
from workflows.access.law import REACHES, Scope
from workflows.cases.work import ConflictOfInterest, refuse_tie
from workflows.people.directory import acting_for, actor_of, holders
from workflows.people.models import PersonRow, PostRow


class NotAColleague(Invalid):
    """Somebody is to be involved who works elsewhere or may not know of the case."""

    code = "not-a-colleague"
    sentence = "Expected a colleague who may know of the case, but {person} is none."


#: Roles that work on cases, so their holders may be asked to sign or be sent a copy.
_WORKING = frozenset(role for role, scope in REACHES.items() if scope is not Scope.NONE)


def once(
    session: Session,
    actor: Actor,
    task_id: str,
    act: str,
    key: str,
    work: Callable[[Actor], dict[str, Any]],
) -> dict[str, Any]:
    """Do an act once for its key, by the actor in the role that the task asks for."""

    def acted() -> dict[str, Any]:
        row = tasks.load(session, actor, task_id)
        return work(acting_for(actor, row.candidate_group))

    return commands.once(session, actor, key, f"{act}:{task_id}", acted)


def takers(session: Session, row: TaskRow) -> list[PersonRow]:
    """Who could hold a task in its present holder's place."""
    role, _, unit = row.candidate_group.partition("@")
    people = holders(session, row.tenant, role, unit, clock.now())
    return [each for each in people if each.id != row.assignee and _is_free(session, row, each.id)]


def colleagues(session: Session, row: TaskRow) -> list[PersonRow]:
    """Who works in the units of a task and its case, and may know of it."""
    home = corridor.load(session, row.tenant, row.instance_id).unit
    at = clock.now()
    query = (
        select(PersonRow)
        .join(PostRow, (PostRow.tenant == PersonRow.tenant) & (PostRow.person_id == PersonRow.id))
        .where(
            PersonRow.tenant == row.tenant, PersonRow.active, PostRow.role.in_(_WORKING),
            PostRow.unit_id.in_({row.unit, home}), PostRow.since <= at,
            or_(PostRow.until.is_(None), PostRow.until > at),
        )
        .order_by(PersonRow.name)
        .distinct()
    )  # fmt: skip
    people = session.scalars(query).all()
    return [each for each in people if each.id != row.assignee and _is_free(session, row, each.id)]


def require_colleague(session: Session, row: TaskRow, person: str) -> None:
    """Refuse to involve somebody who works elsewhere, has a tie, or may not know of the case."""
    refuse_tie(session, row.tenant, person, row.business_key)
    if person not in {each.id for each in colleagues(session, row)}:
        raise NotAColleague(person=person)


def _is_free(session: Session, row: TaskRow, person: str) -> bool:
    """Whether a person has no tie to the case and is not kept out of it by a seal."""
    try:
        refuse_tie(session, row.tenant, person, row.business_key)
        policy.require_unsealed(session, actor_of(session, row.tenant, person), row.business_key)
    except (ConflictOfInterest, policy.NoSuchCase):
        return False
    return True
