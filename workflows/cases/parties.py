"""The people of a case, split by class on the way in and put together by sight on the way out.

Callers hand in plain fields; this page knows which class each belongs to and which get a search
key. Nobody else reads the three encrypted columns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from engine import clock
from engine.database import new_id
from engine.protection import Sensitivity, fingerprint
from workflows.access.masking import masked
from workflows.access.sight import Sight
from workflows.cases.initials import initials
from workflows.cases.models import CaseRow, PartyRole, PartyRow, SearchKeyRow, Track
from workflows.people.numbers import digits

C2, C3, C4 = Sensitivity.C2, Sensitivity.C3, Sensitivity.C4

#: The least class of anything about a person in this role: a child is always sensitive (PIPL
#: art. 28), and who reported is protected.
LEAST: dict[PartyRole, Sensitivity] = {PartyRole.CHILD: C3, PartyRole.REPORTER: C4}

#: Fields that are more than personal; all others are C2.
CLASSES: dict[str, Sensitivity] = {
    "id_type": C3, "id_no": C3, "ethnicity": C3, "special_group": C3, "emotion": C3,
    "prior_police": C3, "prior_visit": C3,
    "safe_contact": C4, "safe_time": C4, "whereabouts": C4, "dv_flag": C4, "child_present": C4,
}  # fmt: skip
_WHEREABOUTS = frozenset({"address", "hukou_address"})
#: Whose address is hidden when a case turns to protection; never the other side's.
AT_RISK = frozenset({PartyRole.VISITOR, PartyRole.APPLICANT, PartyRole.CHILD, PartyRole.REPORTER})
_TAIL = 4


@dataclass(frozen=True, kw_only=True)
class Party:
    """A person of a case as one actor may read them."""

    id: str
    role: PartyRole
    #: Field → value or masked text.
    fields: Mapping[str, Any]
    hidden_address: bool


def class_of(key: str, *, hidden_address: bool, role: PartyRole = PartyRole.VISITOR) -> Sensitivity:
    """The class of a party's field."""
    if hidden_address and key in _WHEREABOUTS:
        return C4
    return max(LEAST.get(role, C2), CLASSES.get(key, C2))


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
    """Add a person to a case, with the search keys of what is known.

    On the protection track the address of a person at risk is hidden without being asked.
    """
    case = session.get(CaseRow, (tenant, case_id))
    endangered = case is not None and case.track == Track.PROTECTION and role in AT_RISK
    row = PartyRow(
        tenant=tenant, id=new_id(), station=station, case_id=case_id, role=role,
        hidden_address=hidden_address or endangered, added_at=clock.now(), personal={},
        sensitive={}, protected={},
    )  # fmt: skip
    _split(row, fields)
    session.add(row)
    session.flush()
    _index(session, row)
    return row


def change(session: Session, row: PartyRow, fields: Mapping[str, Any]) -> None:
    """Set fields of a party; others stay."""
    _split(row, {**_all(row), **fields})
    session.execute(
        delete(SearchKeyRow).where(
            SearchKeyRow.tenant == row.tenant, SearchKeyRow.party_id == row.id
        )
    )
    _index(session, row)


def hide_addresses(session: Session, tenant: str, case_id: str) -> None:
    """From now on nobody finds the persons at risk: where they live is protected (C4)."""
    for row in of_case(session, tenant, case_id):
        if row.role in AT_RISK and not row.hidden_address:
            row.hidden_address = True
            change(session, row, {})


def _split(row: PartyRow, fields: Mapping[str, Any]) -> None:
    by_class: dict[Sensitivity, dict[str, Any]] = {C2: {}, C3: {}, C4: {}}
    for key, value in fields.items():
        if value not in (None, "", []):
            by_class[_class_in(row, key)][key] = value
    row.personal, row.sensitive, row.protected = by_class[C2], by_class[C3], by_class[C4]


def _class_in(row: PartyRow, key: str) -> Sensitivity:
    return class_of(key, hidden_address=row.hidden_address, role=row.role)


def _all(row: PartyRow) -> dict[str, Any]:
    return {**row.personal, **row.sensitive, **row.protected}


def _index(session: Session, row: PartyRow) -> None:
    """Give search keys to what may be read when found: a hit on a protected value would tell it."""
    findable = {**row.personal, **row.sensitive}
    prints = {(kind, fingerprint(kind, text)) for kind, text in search_terms(findable)}
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
        terms.append(("id_no", document(str(fields["id_no"]))))
    address = household(str(fields.get("address") or ""))
    if address:
        terms.append(("household", address))
    return terms


def has_tie(row: PartyRow, prints: Collection[str]) -> bool:
    """Whether a party's name or phone is one of some fingerprints (those of a member of staff)."""
    return any(
        kind in {"name", "phone"} and fingerprint(kind, text) in prints
        for kind, text in search_terms(_all(row))
    )


def document(number: str) -> str:
    """The number of a document without the blanks that people type for reading."""
    return "".join(number.split()).upper()


def household(address: str) -> str:
    """An address without spaces, by which a household is recognised."""
    return "".join(address.split())


_OF_CASE: Final = (
    select(PartyRow)
    .where(PartyRow.tenant == bindparam("of_tenant"), PartyRow.case_id == bindparam("of_case"))
    .order_by(PartyRow.added_at, PartyRow.id)
)


def of_case(session: Session, tenant: str, case_id: str) -> Sequence[PartyRow]:
    """The people of a case in the order they were added."""
    return session.scalars(_OF_CASE, {"of_tenant": tenant, "of_case": case_id}).all()


def as_seen(row: PartyRow, sight: Sight) -> Party:
    """The party as an actor may read it: values of other classes are masked."""
    fields = {
        key: value if _is_clear(row, key, sight) else masked(key, value)
        for key, value in _all(row).items()
    }
    return Party(id=row.id, role=row.role, fields=fields, hidden_address=row.hidden_address)


def _is_clear(row: PartyRow, key: str, sight: Sight) -> bool:
    """A hidden place stays hidden from those who never see it, even when C4 was opened."""
    hidden = (row.hidden_address and key in _WHEREABOUTS) or key == "whereabouts"
    if hidden and sight.never_whereabouts:
        return False
    return _class_in(row, key) in sight.clear


def name_in_list(row: PartyRow, *, clear: bool) -> str:
    """The name for a list: in full for those who hold the case, else masked."""
    name = str(row.personal.get("name", ""))
    return name if clear else masked("name", name)
