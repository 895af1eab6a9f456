"""What papers take from a case: its heading, its people by class, and what must not be printed.

A person's value goes to paper with the class of the column it was read from. For somebody who must
not be found, telephone and workplace are as protected as the address: both lead to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from engine.protection import Sensitivity
from workflows.cases import parties
from workflows.cases.models import CaseRow, PartyRole, PartyRow
from workflows.codes import load_lists
from workflows.documents import Classed
from workflows.people import directory
from workflows.people.models import CentreRow

_TRACES = frozenset({"phone", "job"})
_SECRET = ("address", "hukou_address", "whereabouts", "safe_contact")
_NUMBERS = re.compile(r"\d{7,}")
#: What an address is made of above the street; the rest is what a slip of the pen would tell.
_PLACES = re.compile(r"^.*(?:省|市|县|区|街道|镇|乡|村)")


def heading(session: Session, case: CaseRow) -> dict[str, str]:
    """Station, centre and number, as every paper shows them."""
    station = directory.unit(session, case.tenant, case.station)
    return {
        "服务站": station.name if station else "",
        "站电话": station.phone if station else "",
        "综治中心": session.get_one(CentreRow, case.tenant).name,
        "案件编号": case.number or "",
    }


def code_zh(list_name: str, code: object) -> str:
    """A code in Chinese; papers know no other language."""
    codes = load_lists()[list_name]
    return codes[str(code)].name.zh if str(code) in codes else str(code or "")


def person_zh(session: Session, tenant: str, person_id: str) -> str:
    """The name of a member of staff; "" for nobody."""
    return directory.name_of(session, tenant, person_id) if person_id else ""


def said(row: PartyRow, key: str, *, careful: bool = True) -> Classed:
    """A person's value with its class; `careful` also guards what would lead to a hidden person."""
    values = {**row.personal, **row.sensitive, **row.protected}
    sensitivity = parties.class_of(key, hidden_address=row.hidden_address, role=row.role)
    if careful and row.hidden_address and key in _TRACES:
        sensitivity = Sensitivity.C4
    return Classed(text=_text(key, values.get(key)), sensitivity=sensitivity)


_LISTS = {
    "sex": "sexes", "ethnicity": "ethnic-groups", "id_type": "id-types", "relation": "relations",
    "emotion": "emotions",
}  # fmt: skip


def _text(key: str, value: object) -> str:
    if value is None:
        return ""
    if key == "special_group" and isinstance(value, list):
        return "、".join(code_zh("special-groups", each) for each in value)
    return code_zh(_LISTS[key], value) if key in _LISTS else str(value)


def person_row(row: PartyRow) -> dict[str, Classed]:
    """A party as the row of a paper."""
    return {
        "姓名": said(row, "name"), "性别": said(row, "sex"), "民族": said(row, "ethnicity"),
        "年龄": said(row, "age"), "职业": said(row, "job"), "联系电话": said(row, "phone"),
        "住址": said(row, "address"),
    }  # fmt: skip


def side(people: Sequence[PartyRow], role: PartyRole) -> list[PartyRow]:
    """The people of one side; a visitor for whom nobody else applied is the applicant."""
    found = [each for each in people if each.role == role]
    if not found and role == PartyRole.APPLICANT:
        found = [each for each in people if each.role == PartyRole.VISITOR]
    return found


def secrets_of(people: Sequence[PartyRow]) -> frozenset[str]:
    """Texts that would tell where somebody is, or how to reach them.

    What stands in the open address of the other side is none: they live, or lived, there together.
    """
    known = "\n".join(
        _squeezed(row.personal.get("address")) for row in people if row.role not in parties.AT_RISK
    )
    every = {text for row in people for text in _secrets(row) if text}
    return frozenset(text for text in every if _squeezed(text) not in known)


def _squeezed(text: object) -> str:
    return "".join(str(text or "").split())


def _secrets(row: PartyRow) -> Iterator[str]:
    for key in _SECRET:
        value = str(row.protected.get(key) or "")
        if value:
            yield value
            yield from _NUMBERS.findall(value)
            yield _PLACES.sub("", value)
    if row.hidden_address:
        yield str(row.personal.get("phone") or row.sensitive.get("phone") or "")
