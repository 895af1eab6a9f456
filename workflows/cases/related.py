"""Other cases of the same people, of the same household, or joined with this one.

Only cases that exist for the reader are named, and nobody comes to a protected case by way of the
other side: he may be the one who asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

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
    for other in session.scalars(_joined(actor, case)):
        found.setdefault(other.id, (other, set()))[1].add("joined")
    for kind, other in _by_people(session, actor, case):
        found.setdefault(other.id, (other, set()))[1].add(kind)
    order = ("joined", *SURE)
    cases = sorted(found.values(), key=lambda each: each[0].opened_at, reverse=True)
    return [
        Related(case=other, by=tuple(sorted(kinds, key=order.index)))
        for other, kinds in cases[:MOST]
    ]


def _joined(actor: Actor, case: CaseRow) -> Select[CaseRow]:
    same = (ReachableRow.tenant == CaseRow.tenant) & (ReachableRow.id == CaseRow.id)
    return (
        select(CaseRow)
        .join(ReachableRow, same)
        .where(
            visible_to(actor), CaseRow.tenant == case.tenant, CaseRow.id != case.id,
            or_(CaseRow.merged_into == case.id, CaseRow.id == (case.merged_into or "")),
        )
    )  # fmt: skip


def _by_people(session: Session, actor: Actor, case: CaseRow) -> Sequence[tuple[str, CaseRow]]:
    here, there = aliased(SearchKeyRow), aliased(SearchKeyRow)
    mine, theirs = aliased(PartyRow), aliased(PartyRow)
    query = (
        select(there.kind, CaseRow)
        .join(here, and_(here.tenant == there.tenant, here.print == there.print,
                         here.kind == there.kind))
        .join(mine, and_(mine.tenant == here.tenant, mine.id == here.party_id))
        .join(theirs, and_(theirs.tenant == there.tenant, theirs.id == there.party_id))
        .join(CaseRow, and_(CaseRow.tenant == there.tenant, CaseRow.id == there.case_id))
        .join(ReachableRow, and_(ReachableRow.tenant == there.tenant,
                                 ReachableRow.id == there.case_id))
        .where(
            here.tenant == case.tenant, here.case_id == case.id, there.case_id != case.id,
            here.kind.in_(SURE), visible_to(actor),
            or_(
                CaseRow.track.is_(None), CaseRow.track != Track.PROTECTION,
                and_(mine.role != PartyRole.RESPONDENT, theirs.role != PartyRole.RESPONDENT),
            ),
        )
        .order_by(CaseRow.opened_at.desc())
        .limit(MOST * len(SURE))
    )  # fmt: skip
    return [(kind, other) for kind, other in session.execute(query)]
