"""The people of a case, split by class on the way in and put together by sight on the way out.

Callers hand in plain fields; this page knows which class each belongs to and which get a search
key. Nobody else reads the three encrypted columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pypinyin import Style, lazy_pinyin
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import clock
from engine.database import new_id
from engine.protection import Sensitivity, fingerprint
from workflows.access.masking import masked
from workflows.access.policy import Sight
from workflows.cases.models import PartyRole, PartyRow, SearchKeyRow

C2, C3, C4 = Sensitivity.C2, Sensitivity.C3, Sensitivity.C4

#: Fields that are more than personal; all others are C2.
CLASSES: dict[str, Sensitivity] = {
    "id_type": C3, "id_no": C3, "ethnicity": C3, "special_group": C3, "emotion": C3,
    "prior_police": C3, "prior_visit": C3,
    "safe_contact": C4, "safe_time": C4, "whereabouts": C4, "dv_flag": C4, "child_present": C4,
}  # fmt: skip
_WHEREABOUTS = frozenset({"address", "hukou_address"})
_TAIL = 4


@dataclass(frozen=True, kw_only=True)
class Party:
    """A person of a case as one actor may read them."""

    id: str
    role: PartyRole
    #: Field → value or masked text.
    fields: Mapping[str, Any]
    hidden_address: bool


def class_of(key: str, *, hidden_address: bool) -> Sensitivity:
    """The class of a party's field."""
    if hidden_address and key in _WHEREABOUTS:
        return C4
    return CLASSES.get(key, C2)


def add(
    session: Session,
    tenant: str,
    station: str,
    case_id: str,
    role: PartyRole,
    fields: Mapping[str, Any],
    *,
    hidden_address: bool = False,
) -> PartyRow:
    """Add a person to a case, with the search keys of what is known."""
    row = PartyRow(
        tenant=tenant, id=new_id(), station=station, case_id=case_id, role=role,
        hidden_address=hidden_address, added_at=clock.now(), personal={}, sensitive={},
        protected={},
    )  # fmt: skip
    _split(row, fields)
    session.add(row)
    session.flush()
    _index(session, row, fields)
    return row


def change(session: Session, row: PartyRow, fields: Mapping[str, Any]) -> None:
    """Set fields of a party; others stay."""
    merged = {**_all(row), **fields}
    _split(row, merged)
    session.execute(
        delete(SearchKeyRow).where(
            SearchKeyRow.tenant == row.tenant, SearchKeyRow.party_id == row.id
        )
    )
    _index(session, row, merged)


def _split(row: PartyRow, fields: Mapping[str, Any]) -> None:
    by_class: dict[Sensitivity, dict[str, Any]] = {C2: {}, C3: {}, C4: {}}
    for key, value in fields.items():
        if value not in (None, "", []):
            by_class[class_of(key, hidden_address=row.hidden_address)][key] = value
    row.personal, row.sensitive, row.protected = by_class[C2], by_class[C3], by_class[C4]


def _all(row: PartyRow) -> dict[str, Any]:
    return {**row.personal, **row.sensitive, **row.protected}


def _index(session: Session, row: PartyRow, fields: Mapping[str, Any]) -> None:
    prints = {(kind, fingerprint(kind, text)) for kind, text in search_terms(fields)}
    session.add_all(
        SearchKeyRow(
            tenant=row.tenant, party_id=row.id, kind=kind, print=value, case_id=row.case_id,
            station=row.station,
        )
        for kind, value in prints
    )  # fmt: skip


def search_terms(fields: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """(kind, normalised text) of every value by which a person is found again."""
    terms: list[tuple[str, str]] = []
    name = str(fields.get("name") or "").strip()
    if name:
        terms.append(("name", name))
        terms.append(("pinyin", initials(name)))
    phone = digits(str(fields.get("phone") or ""))
    if phone:
        terms.append(("phone", phone))
        terms.append(("phone_tail", phone[-_TAIL:]))
    if fields.get("id_no"):
        terms.append(("id_no", str(fields["id_no"]).strip().upper()))
    address = household(str(fields.get("address") or ""))
    if address:
        terms.append(("household", address))
    return terms


def initials(name: str) -> str:
    """李梅 → lm."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()


def digits(text: str) -> str:
    """The digits of a telephone number without the country code."""
    found = "".join(character for character in text if character.isdigit())
    return found[2:] if len(found) == 13 and found.startswith("86") else found  # noqa: PLR2004


def household(address: str) -> str:
    """An address without spaces, by which a household is recognised."""
    return "".join(address.split())


def of_case(session: Session, tenant: str, case_id: str) -> Sequence[PartyRow]:
    """The people of a case in the order they were added."""
    query = select(PartyRow).where(PartyRow.tenant == tenant, PartyRow.case_id == case_id)
    return session.scalars(query.order_by(PartyRow.added_at, PartyRow.id)).all()


def as_seen(row: PartyRow, sight: Sight) -> Party:
    """The party as an actor may read it: values of other classes are masked."""
    fields = {
        key: value
        if class_of(key, hidden_address=row.hidden_address) in sight.clear
        else masked(key, value)
        for key, value in _all(row).items()
    }
    return Party(id=row.id, role=row.role, fields=fields, hidden_address=row.hidden_address)


def name_in_list(row: PartyRow, *, clear: bool) -> str:
    """The name for a list: in full for those who hold the case, else masked."""
    name = str(row.personal.get("name", ""))
    return name if clear else masked("name", name)
