"""Other cases of the same people, of the same household, or joined with this one.

Only cases that exist for the reader are named, and nobody comes to a protected case by way of the
other side: he may be the one who asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from workflows.access import visible_to
from workflows.access.models import ReachableRow
from workflows.cases.models import CaseRow, PartyRole, PartyRow, SearchKeyRow, Track

MOST = 20
#: Kinds of value that are sure enough to say "the same", strongest first.
SURE = ("id_no", "phone", "household")


@dataclass(frozen=True, kw_only=True)
class Related:
    """Another case, and why it belongs here."""

    case: CaseRow
    #: id_no, phone, household, or joined.
    by: tuple[str, ...]


def related_to(session: Session, actor: Actor, case: CaseRow) -> Sequence[Related]:
    """The related cases that exist for the actor, the latest first."""
    found: dict[str, tuple[CaseRow, set[str]]] = {}
    for other in _joined(session, actor, case):
        found.setdefault(other.id, (other, set()))[1].add("joined")
    for kind, other in _by_people(session, actor, case):
        found.setdefault(other.id, (other, set()))[1].add(kind)
    order = ("joined", *SURE)
    cases = sorted(found.values(), key=lambda each: each[0].opened_at, reverse=True)
    return [
        Related(case=other, by=tuple(sorted(kinds, key=order.index)))
        for other, kinds in cases[:MOST]
    ]


def _existing_for(actor: Actor) -> Select[CaseRow]:
    same = (ReachableRow.tenant == CaseRow.tenant) & (ReachableRow.id == CaseRow.id)
    return select(CaseRow).join(ReachableRow, same).where(visible_to(actor))


def _joined(session: Session, actor: Actor, case: CaseRow) -> Sequence[CaseRow]:
    # The ids first: beside the law's own conditions no planner begins with them.
    there = select(CaseRow.id).where(CaseRow.tenant == case.tenant, CaseRow.merged_into == case.id)
    ids = {*session.scalars(there), case.merged_into or case.id} - {case.id}
    if not ids:
        return []
    query = _existing_for(actor).where(CaseRow.tenant == case.tenant, CaseRow.id.in_(sorted(ids)))
    return session.scalars(query).all()


def _by_people(session: Session, actor: Actor, case: CaseRow) -> Sequence[tuple[str, CaseRow]]:
    mine = _prints(session, case)
    if not mine:
        return []
    key, theirs = SearchKeyRow, PartyRow
    query = (
        _existing_for(actor)
        .join(key, and_(key.tenant == CaseRow.tenant, key.case_id == CaseRow.id))
        .join(theirs, and_(theirs.tenant == key.tenant, theirs.id == key.party_id))
        .add_columns(key.kind)
        .where(
            key.tenant == case.tenant, key.print.in_(sorted(mine)), key.case_id != case.id,
            _not_by_the_other_side([one for one, only_theirs in mine.items() if not only_theirs]),
        )
        .order_by(CaseRow.opened_at.desc())
        .limit(MOST * len(SURE))
    )  # fmt: skip
    return [(kind, other) for other, kind in session.execute(query)]


def _not_by_the_other_side(prints: Sequence[str]) -> ColumnElement[bool]:
    """Protected cases are found from one who asks for help to another, never by the other side."""
    return or_(
        CaseRow.track.is_(None), CaseRow.track != Track.PROTECTION,
        and_(SearchKeyRow.print.in_(sorted(prints)), PartyRow.role != PartyRole.RESPONDENT),
    )  # fmt: skip


def _prints(session: Session, case: CaseRow) -> dict[str, bool]:
    """The sure fingerprints of this case's people: whether only the other side has each."""
    key, party = SearchKeyRow, PartyRow
    people = select(party.id, party.role).where(
        party.tenant == case.tenant, party.case_id == case.id
    )  # fmt: skip
    roles = {row.id: row.role for row in session.execute(people)}
    query = select(key.party_id, key.print).where(
        key.tenant == case.tenant, key.party_id.in_(sorted(roles)), key.kind.in_(SURE)
    )
    found: dict[str, bool] = {}
    for party_id, one in session.execute(query):
        found[one] = found.get(one, True) and roles[party_id] == PartyRole.RESPONDENT
    return found
