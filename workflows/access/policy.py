"""The law applied: as a SQL condition for lists, as one function for single objects.

Both are built from the same two tables, so a list can never show what a page would refuse. A sealed
case exists for its members only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.errors import Denied, NotFound
from engine.protection import Sensitivity
from workflows.access.audit import log_reading
from workflows.access.law import C4_WITH_REASON, CLEAR, MAY, REACHES, Permission, Scope
from workflows.access.models import MemberRow, ReachableRow


class NoSuchCase(NotFound):
    """The case does not exist, or not for this actor; the two answers are the same."""

    code = "no-such-case"
    sentence = "Expected a case {case}, but there is none."


class NotPermitted(Denied):
    """No post of the actor carries the permission."""

    code = "not-permitted"
    sentence = "Expected the permission {permission}, but no post of the actor has it."


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What an actor reads of a case that they reach."""

    #: Classes shown in the clear; others are masked.
    clear: frozenset[Sensitivity]
    #: C4 may be opened by giving a reason.
    c4_with_reason: bool

    def opened(self) -> Sight:
        """The sight after a reason was given."""
        return Sight(clear=self.clear | {Sensitivity.C4}, c4_with_reason=False)


def _roles(actor: Actor) -> Iterable[tuple[str, str]]:
    """The (role, unit) pairs of all posts held."""
    for candidate_group in actor.groups:
        role, _, unit = candidate_group.partition("@")
        yield role, unit


def may(actor: Actor, permission: Permission) -> bool:
    """Whether any post of the actor carries a permission."""
    return any(permission in MAY.get(role, ()) for role, _ in _roles(actor))


def require(actor: Actor, permission: Permission) -> None:
    """Refuse an actor without a permission."""
    if not may(actor, permission):
        raise NotPermitted(permission=permission.value)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `ReachableRow` under which a case exists for an actor."""
    open_reach = [_reach(role, unit) for role, unit in _roles(actor)]
    unsealed = and_(ReachableRow.sealed.is_(False), or_(false(), *open_reach))
    return and_(ReachableRow.tenant == actor.tenant, or_(unsealed, _is_member(actor)))


def _reach(role: str, unit: str) -> ColumnElement[bool]:
    match REACHES.get(role, Scope.NONE):
        case Scope.STATION:
            return ReachableRow.station == unit
        case Scope.RUNNING_INCIDENTS:
            return ReachableRow.incident_running.is_(True)
        case Scope.CENTRE:
            return ReachableRow.tenant.is_not(None)
        case _:
            return false()


def _is_member(actor: Actor) -> ColumnElement[bool]:
    """The actor, or a group of theirs, is a member now."""
    now = clock.now()
    return exists().where(
        MemberRow.tenant == ReachableRow.tenant,
        MemberRow.case_id == ReachableRow.id,
        or_(MemberRow.until.is_(None), MemberRow.until > now),
        or_(
            MemberRow.person_id == actor.id,
            MemberRow.member_group.in_(sorted(actor.groups)),
        ),
    )


def reaches(session: Session, actor: Actor, case_id: str) -> bool:
    """Whether a case exists for an actor."""
    query = select(ReachableRow.id).where(ReachableRow.id == case_id, visible_to(actor))
    return session.scalar(query) is not None


def require_case(session: Session, actor: Actor, case_id: str) -> Sight:
    """The actor's sight of a case, or NotFound; a try on a sealed case is logged by the caller."""
    if not reaches(session, actor, case_id):
        raise NoSuchCase(case=case_id)
    return sight_of(actor)


def sight_of(actor: Actor) -> Sight:
    """What the actor reads of a case they reach: the union over the posts held."""
    clear: frozenset[Sensitivity] = frozenset()
    with_reason = False
    for role, _ in _roles(actor):
        clear |= CLEAR.get(role, frozenset())
        with_reason |= role in C4_WITH_REASON
    return Sight(
        clear=clear, c4_with_reason=with_reason and Sensitivity.C4 not in clear
    )


def log_refused(session: Session, actor: Actor, case_id: str, opened: str) -> None:
    """Write down that somebody tried a case that does not exist for them."""
    log_reading(session, actor, case_id, opened, Sensitivity.C1, allowed=False)
