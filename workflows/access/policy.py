"""The law applied: as a SQL condition for lists, as one function for single objects.

Both are built from the same two tables, so a list can never show what a page would refuse. A sealed
case exists for its members only.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from engine import clock
from engine.actors import Actor, group
from engine.errors import Denied, NotFound
from engine.protection import Sensitivity
from workflows.access.audit import log_reading
from workflows.access.law import MAY, REACHES, Permission, Scope
from workflows.access.models import BREAK_GLASS, MemberRow, ReachableRow
from workflows.access.sight import Sight, posts, sight_by, sights


class NoSuchCase(NotFound):
    """The case does not exist, or not for this actor; the two answers are the same."""

    code = "no-such-case"
    sentence = "Expected a case {case}, but there is none."


class NotPermitted(Denied):
    """No post of the actor carries the permission."""

    code = "not-permitted"
    sentence = "Expected the permission {permission}, but no post of the actor has it."


def may(actor: Actor, permission: Permission, *, unit: str | None = None) -> bool:
    """Whether any post of the actor (in that unit, when one is named) carries a permission."""
    return any(
        permission in MAY.get(role, ()) and unit in {None, held_in}
        for role, held_in in posts(actor)
    )


def require(actor: Actor, permission: Permission, *, unit: str | None = None) -> None:
    """Refuse an actor without a permission (in that unit, when one is named)."""
    if not may(actor, permission, unit=unit):
        raise NotPermitted(permission=permission.value)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `ReachableRow` under which a case exists for an actor."""
    held, row = sorted(posts(actor)), ReachableRow
    unsealed = and_(row.sealed.is_(False), or_(false(), *(_reach(*post) for post in held)))
    in_person = and_(
        or_(false(), *(_reach_of_member(*post) for post in held)),
        _member(actor, row.id, MemberRow.person_id == actor.id),
    )
    by_group = [
        and_(
            _reach_of_member(*post), _member(actor, row.id, MemberRow.member_group == group(*post))
        )
        for post in held
    ]
    return and_(row.tenant == actor.tenant, or_(unsealed, in_person, *by_group))


def _reach(role: str, unit: str) -> ColumnElement[bool]:
    match REACHES.get(role, Scope.NONE):
        case Scope.STATION:
            return ReachableRow.station == unit
        case Scope.RUNNING_INCIDENTS:
            return ReachableRow.incident_running.is_(True)
        case Scope.CENTRE:
            return true()
        case _:
            return false()


def _reach_of_member(role: str, unit: str) -> ColumnElement[bool]:
    """A member acts in the roles held at the case's station, or in one that is of no station."""
    match REACHES.get(role, Scope.NONE):
        case Scope.NONE:
            return false()
        case Scope.STATION:
            return ReachableRow.station == unit
        case _:
            return true()


def is_member(actor: Actor, case_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The condition that the actor, or a group of theirs, is a member of a case now."""
    rows = MemberRow
    who = or_(rows.person_id == actor.id, rows.member_group.in_(sorted(actor.groups)))
    return _member(actor, case_id, who)


def _member(
    actor: Actor, case_id: InstrumentedAttribute[str], who: ColumnElement[bool]
) -> ColumnElement[bool]:
    rows = MemberRow
    return exists().where(
        rows.tenant == actor.tenant, rows.case_id == case_id, who,
        or_(rows.until.is_(None), rows.until > clock.now()),
    )  # fmt: skip


def in_circle(actor: Actor, case_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The condition that the actor works on a case: a member, and not by broken glass."""
    rows = MemberRow
    who = or_(rows.person_id == actor.id, rows.member_group.in_(sorted(actor.groups)))
    return _member(actor, case_id, and_(who, rows.basis != BREAK_GLASS))


def sealed_from(actor: Actor, case_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The condition that a case is sealed and the actor is not of its circle.

    Lists of other things than cases (tasks, notices) leave these out, and nothing is done on them.
    """
    # An alias, so that the condition also means this one case where `case_id` is the table's own.
    reach = aliased(ReachableRow)
    sealed = exists().where(
        reach.tenant == actor.tenant, reach.id == case_id, reach.sealed.is_(True)
    )
    return and_(sealed, ~in_circle(actor, case_id))


def reaches(session: Session, actor: Actor, case_id: str) -> bool:
    """Whether a case exists for an actor."""
    query = select(ReachableRow.id).where(ReachableRow.id == case_id, visible_to(actor))
    return session.scalar(query) is not None


def require_case(session: Session, actor: Actor, case_id: str) -> Sight:
    """The actor's sight of a case, or NotFound; a try on a sealed case is logged by the caller."""
    sight = sights(session, actor, [case_id]).get(case_id)
    if sight is None:
        raise NoSuchCase(case=case_id)
    return sight


def is_outside(session: Session, actor: Actor, case_id: str) -> bool:
    """Whether a case is sealed and the actor is not of its circle; broken glass changes nothing."""
    rows = ReachableRow
    hidden = select(rows.id).where(
        rows.tenant == actor.tenant, rows.id == case_id, sealed_from(actor, rows.id)
    )
    return session.scalar(hidden) is not None


def require_unsealed(session: Session, actor: Actor, case_id: str) -> None:
    """Refuse to let an actor work on a sealed case of others, also when a pool holds its task."""
    if is_outside(session, actor, case_id):
        raise NoSuchCase(case=case_id)


def sight_of(actor: Actor) -> Sight:
    """The most that an actor could read of any case; what they read of one is `require_case`."""
    return sight_by({role for role, _ in posts(actor)})


def log_refused(session: Session, actor: Actor, case_id: str, opened: str) -> None:
    """Write down that somebody tried a case that does not exist for them."""
    log_reading(session, actor, case_id, opened, Sensitivity.C1, allowed=False)
