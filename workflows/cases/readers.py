"""The people for whom a case exists and who read its file: whom one may call, and nobody else.

Candidates come by post and membership; each is then judged by the same law as their own pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor, group
from workflows.access import Scope, require_case
from workflows.access.law import REACHES
from workflows.access.models import MemberRow, ReachableRow
from workflows.access.policy import NoSuchCase
from workflows.cases.queries import READ_THE_FILE
from workflows.people.models import PersonRow, PostRow


def readers_of(session: Session, tenant: str, case_id: str) -> Sequence[PersonRow]:
    """Active people who may read what is written in a case, by name."""
    reach = session.get(ReachableRow, (tenant, case_id))
    if reach is None:
        return []
    posts = _posts(session, tenant, reach)
    people = session.scalars(
        select(PersonRow)
        .where(PersonRow.tenant == tenant, PersonRow.active, PersonRow.id.in_(sorted(posts)))
        .order_by(PersonRow.name, PersonRow.id)
    )
    return [one for one in people if _reads(session, one, posts[one.id], case_id)]


def _posts(session: Session, tenant: str, reach: ReachableRow) -> Mapping[str, set[str]]:
    """Candidate groups by person, of everybody who may come near the case."""
    now = clock.now()
    rows = session.execute(
        select(PostRow.person_id, PostRow.role, PostRow.unit_id).where(
            PostRow.tenant == tenant, PostRow.since <= now,
            or_(PostRow.until.is_(None), PostRow.until > now), _near(tenant, reach),
        )
    )  # fmt: skip
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.person_id, set()).add(group(row.role, row.unit_id))
    return found


def _near(tenant: str, reach: ReachableRow) -> ColumnElement[bool]:
    wide = {role for role, scope in REACHES.items() if scope == Scope.CENTRE}
    if reach.incident_running:
        wide |= {role for role, scope in REACHES.items() if scope == Scope.RUNNING_INCIDENTS}
    members = select(MemberRow.person_id).where(
        MemberRow.tenant == tenant, MemberRow.case_id == reach.id,
        MemberRow.person_id.is_not(None),
    )  # fmt: skip
    return and_(
        PostRow.role.in_(READ_THE_FILE),
        or_(
            PostRow.unit_id == reach.station, PostRow.role.in_(wide),
            PostRow.person_id.in_(members),
        ),
    )  # fmt: skip


def _reads(session: Session, person: PersonRow, groups: set[str], case_id: str) -> bool:
    actor = Actor(
        tenant=person.tenant, id=person.id, name=person.name, role="", unit="",
        groups=frozenset(groups),
    )  # fmt: skip
    try:
        require_case(session, actor, case_id)
    except NoSuchCase:
        return False
    return True
