"""What an actor reads of a case: the classes of the roles by which the case exists for them.

A post at another station, or a command that is over, lends nothing: the roles are judged case by
case. Lists ask for many cases at once and pay two queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor, group
from engine.protection import Sensitivity
from workflows.access.law import C4_WITH_REASON, CLEAR, NEVER_WHEREABOUTS, REACHES, Scope
from workflows.access.models import MemberRow, ReachableRow


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What an actor reads of a case that they reach."""

    #: Classes shown in the clear; others are masked.
    clear: frozenset[Sensitivity]
    #: C4 may be opened by giving a reason.
    c4_with_reason: bool
    #: Where a protected person is stays hidden, whatever else is opened.
    never_whereabouts: bool = False

    def opened(self) -> Sight:
        """The sight after a reason was given."""
        return Sight(
            clear=self.clear | {Sensitivity.C4}, c4_with_reason=False,
            never_whereabouts=self.never_whereabouts,
        )  # fmt: skip


def posts(actor: Actor) -> Iterable[tuple[str, str]]:
    """The (role, unit) pairs of all posts held."""
    for candidate_group in actor.groups:
        role, _, unit = candidate_group.partition("@")
        yield role, unit


def sight_by(roles: Collection[str], *, incident_running: bool = True) -> Sight:
    """The sight of some roles together; without a running incident nobody sees C4 unasked."""
    clear: frozenset[Sensitivity] = frozenset()
    for role in roles:
        clear |= CLEAR.get(role, frozenset())
    if not incident_running:
        clear -= {Sensitivity.C4}
    with_reason = not C4_WITH_REASON.isdisjoint(roles) and Sensitivity.C4 not in clear
    return Sight(
        clear=clear, c4_with_reason=with_reason, never_whereabouts=set(roles) <= NEVER_WHEREABOUTS
    )


def sights(session: Session, actor: Actor, case_ids: Collection[str]) -> Mapping[str, Sight]:
    """The actor's sight of each case; one that does not exist for them is left out."""
    rows = session.scalars(
        select(ReachableRow).where(
            ReachableRow.tenant == actor.tenant, ReachableRow.id.in_(case_ids)
        )
    ).all()
    memberships = _memberships(session, actor, case_ids)
    found: dict[str, Sight] = {}
    for row in rows:
        roles = roles_on(actor, row, memberships.get(row.id, frozenset()))
        if roles:
            found[row.id] = sight_by(roles, incident_running=row.incident_running)
    return found


def roles_on(actor: Actor, row: ReachableRow, memberships: frozenset[str]) -> frozenset[str]:
    """By which roles a case exists for an actor; pure.

    `memberships` holds the person's id, or groups of theirs, that are members of the case.
    """
    return frozenset(
        role
        for role, unit in posts(actor)
        if (not row.sealed and _reaches(role, unit, row))
        or (
            memberships & {actor.id, group(role, unit)}
            and _counts_for_members(role, unit, row.station)
        )
    )


def posts_in_scope(actor: Actor, row: ReachableRow) -> list[tuple[str, str]]:
    """The posts by which a case would exist for an actor if it were not sealed."""
    return sorted(post for post in posts(actor) if _reaches(*post, row))


def _reaches(role: str, unit: str, row: ReachableRow) -> bool:
    match REACHES.get(role, Scope.NONE):
        case Scope.STATION:
            return row.station == unit
        case Scope.RUNNING_INCIDENTS:
            return row.incident_running
        case scope:
            return scope == Scope.CENTRE


def _counts_for_members(role: str, unit: str, station: str) -> bool:
    """A member acts in the roles held at the case's station, or in one that is of no station."""
    scope = REACHES.get(role, Scope.NONE)
    return scope != Scope.NONE and (scope != Scope.STATION or unit == station)


def _memberships(
    session: Session, actor: Actor, case_ids: Collection[str]
) -> dict[str, frozenset[str]]:
    query = select(MemberRow).where(
        MemberRow.tenant == actor.tenant, MemberRow.case_id.in_(case_ids),
        or_(MemberRow.until.is_(None), MemberRow.until > clock.now()),
        or_(MemberRow.person_id == actor.id, MemberRow.member_group.in_(sorted(actor.groups))),
    )  # fmt: skip
    found: dict[str, frozenset[str]] = {}
    for row in session.scalars(query):
        named = {row.person_id or "", row.member_group or ""} - {""}
        found[row.case_id] = found.get(row.case_id, frozenset()) | named
    return found
