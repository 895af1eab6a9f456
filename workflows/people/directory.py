"""Look people and units up, and turn a person into the Actor who asks.

An actor's groups are all posts held at this instant; the acting role is that of the chosen post, or
of the task at hand when the person holds a post for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor, group
from engine.errors import NotFound
from workflows.people.models import DutyRow, PersonRow, PostRow, UnitKind, UnitRow


class NoSuchPerson(NotFound):
    """There is no such person in this centre."""

    code = "no-such-person"
    sentence = "Expected a person {person}, but there is none."


def posts_of(session: Session, tenant: str, person_id: str, at: datetime) -> Sequence[PostRow]:
    """The posts a person holds at an instant, oldest first."""
    query = select(PostRow).where(
        PostRow.tenant == tenant,
        PostRow.person_id == person_id,
        PostRow.since <= at,
        or_(PostRow.until.is_(None), PostRow.until > at),
    )
    return session.scalars(query.order_by(PostRow.since, PostRow.id)).all()


def actor_of(session: Session, tenant: str, person_id: str, post_id: str | None = None) -> Actor:
    """The actor for a person, in the chosen post or else the first one held."""
    person = session.get(PersonRow, (tenant, person_id))
    if person is None or not person.active:
        raise NoSuchPerson(person=person_id)
    posts = posts_of(session, tenant, person_id, clock.now())
    chosen = next((post for post in posts if post.id == post_id), posts[0] if posts else None)
    return Actor(
        tenant=tenant, id=person.id, name=person.name,
        role=chosen.role if chosen else "", post=chosen.title if chosen else "",
        unit=chosen.unit_id if chosen else "",
        groups=frozenset(group(post.role, post.unit_id) for post in posts),
    )  # fmt: skip


def acting_for(actor: Actor, candidate_group: str, *, instead_of: str = "") -> Actor:
    """The same person acting in the role that a task asks for, when they hold it.

    `instead_of` is the absent person for whom they act.
    """
    acting = replace(actor, instead_of=instead_of) if instead_of else actor
    role, _, unit = candidate_group.partition("@")
    if candidate_group not in actor.groups or (role, unit) == (actor.role, actor.unit):
        return acting
    return replace(acting, role=role, unit=unit, post="")


def name_of(session: Session, tenant: str, person_id: str) -> str:
    """The name of a person for colleagues."""
    person = session.get(PersonRow, (tenant, person_id))
    return person.name if person else person_id


def holders(
    session: Session, tenant: str, role: str, unit_id: str, at: datetime
) -> Sequence[PersonRow]:
    """Active people who hold a role in a unit at an instant, by name."""
    query = (
        select(PersonRow)
        .join(
            PostRow, (PostRow.tenant == PersonRow.tenant) & (PostRow.person_id == PersonRow.id)
        )
        .where(
            PersonRow.tenant == tenant, PersonRow.active, PostRow.role == role,
            PostRow.unit_id == unit_id, PostRow.since <= at,
            or_(PostRow.until.is_(None), PostRow.until > at),
        )
        .order_by(PersonRow.name)
        .distinct()
    )  # fmt: skip
    return session.scalars(query).all()


def unit(session: Session, tenant: str, unit_id: str) -> UnitRow | None:
    """A unit by its id."""
    return session.get(UnitRow, (tenant, unit_id))


def units(session: Session, tenant: str, kind: UnitKind | None = None) -> Sequence[UnitRow]:
    """All units of a centre, or those of one kind, by id."""
    query = select(UnitRow).where(UnitRow.tenant == tenant)
    if kind is not None:
        query = query.where(UnitRow.kind == kind)
    return session.scalars(query.order_by(UnitRow.id)).all()


def named(session: Session, tenant: str, unit_ids: Collection[str]) -> Sequence[UnitRow]:
    """Some units by id, in that order."""
    query = select(UnitRow).where(UnitRow.tenant == tenant, UnitRow.id.in_(unit_ids))
    return session.scalars(query.order_by(UnitRow.id)).all()


def stations_among(session: Session, tenant: str, unit_ids: Collection[str]) -> set[str]:
    """Those of some units that are stations."""
    query = select(UnitRow.id).where(
        UnitRow.tenant == tenant, UnitRow.id.in_(unit_ids), UnitRow.kind == UnitKind.STATION
    )
    return set(session.scalars(query))


def on_duty(session: Session, tenant: str, unit_id: str, at: datetime) -> DutyRow | None:
    """Who is on duty in a unit at an instant."""
    query = select(DutyRow).where(
        DutyRow.tenant == tenant,
        DutyRow.unit_id == unit_id,
        DutyRow.since <= at,
        DutyRow.until > at,
    )
    return session.scalar(query.order_by(DutyRow.since.desc()).limit(1))
