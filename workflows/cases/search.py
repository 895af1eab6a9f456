"""Search before create: by name, pinyin initials, phone, phone tail, document, household.

Only fingerprints are compared, and only cases that exist for the actor are answered, so searching
for a respondent never tells that a protected record exists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.protection import fingerprint
from workflows.access import Permission, require, sights, visible_to
from workflows.access.models import ReachableRow
from workflows.cases.models import CaseRow, PartyRole, PartyRow, SearchKeyRow, Track
from workflows.cases.parties import Party, as_seen, document, household, search_terms
from workflows.people.numbers import digits

MOST_HITS = 20
_PHONE_TAIL = 4


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A case that fits, with the person who made it fit."""

    case: CaseRow
    party: Party
    #: Which kinds of value agreed, strongest first: id_no, phone, household, name, pinyin.
    by: tuple[str, ...]


_STRENGTH = ("id_no", "phone", "household", "name", "phone_tail", "pinyin")


def find(session: Session, actor: Actor, fields: Mapping[str, Any]) -> Sequence[Hit]:
    """Cases in which a person with any of these values takes part, best fit first."""
    require(actor, Permission.CASE_SEARCH)
    prints = {fingerprint(kind, text): kind for kind, text in search_terms(fields)}
    return _hits(session, actor, prints)


def find_text(session: Session, actor: Actor, text: str) -> Sequence[Hit]:
    """What one line in the search box may mean: a name, initials, a phone, its tail, a document."""
    require(actor, Permission.CASE_SEARCH)
    term = text.strip()
    if not term:
        return []
    meanings = [("name", term), ("id_no", document(term)), ("household", household(term))]
    if term.isascii() and term.isalpha():
        meanings.append(("pinyin", term.lower()))
    number = digits(term)
    if number:
        meanings.append(("phone", number))
        if len(number) == _PHONE_TAIL:
            meanings.append(("phone_tail", number))
    return _hits(session, actor, {fingerprint(kind, value): kind for kind, value in meanings})


def _hits(session: Session, actor: Actor, prints: Mapping[str, str]) -> Sequence[Hit]:
    if not prints:
        return []
    keys, reach = SearchKeyRow, ReachableRow
    rows = session.execute(
        select(keys.party_id, keys.kind, CaseRow, PartyRow)
        .join(CaseRow, (CaseRow.tenant == keys.tenant) & (CaseRow.id == keys.case_id))
        .join(PartyRow, (PartyRow.tenant == keys.tenant) & (PartyRow.id == keys.party_id))
        .join(reach, (reach.tenant == keys.tenant) & (reach.id == keys.case_id))
        .where(keys.tenant == actor.tenant, keys.print.in_(list(prints)), visible_to(actor))
        .where(_tells_nothing_of_protection())
        .order_by(CaseRow.opened_at.desc())
        .limit(MOST_HITS * len(_STRENGTH))
    ).all()
    found: dict[str, tuple[CaseRow, PartyRow, set[str]]] = {}
    for party_id, kind, case, party in rows:
        found.setdefault(party_id, (case, party, set()))[2].add(kind)
    seen = sights(session, actor, {case.id for case, _, _ in found.values()})
    hits = [
        Hit(case=case, party=as_seen(party, seen[case.id]), by=_ordered(kinds))
        for case, party, kinds in found.values()
    ]
    return sorted(hits, key=lambda hit: _STRENGTH.index(hit.by[0]))[:MOST_HITS]


def _tells_nothing_of_protection() -> ColumnElement[bool]:
    """By the other side's name or number nobody finds a protected case, not even who may read it.

    He may be the one who asks; whoever works on the case finds it by her, or by its number.
    """
    return or_(
        CaseRow.track.is_(None), CaseRow.track != Track.PROTECTION,
        PartyRow.role != PartyRole.RESPONDENT,
    )  # fmt: skip


def _ordered(kinds: set[str]) -> tuple[str, ...]:
    return tuple(sorted(kinds, key=_STRENGTH.index))


def by_number(session: Session, actor: Actor, number: str) -> CaseRow | None:
    """The case with this number, if it exists for the actor."""
    reach = ReachableRow
    return session.scalar(
        select(CaseRow)
        .join(reach, (reach.tenant == CaseRow.tenant) & (reach.id == CaseRow.id))
        .where(
            CaseRow.tenant == actor.tenant, CaseRow.number == number.strip().upper(),
            visible_to(actor),
        )
    )  # fmt: skip
