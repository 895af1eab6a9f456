"""The people of a case as cards: how to reach somebody safely first, the rest by sight.

What may not be read is masked; where a hidden person lives is not even masked, it is absent.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.protection import Sensitivity
from web.rendering.names import code_words
from web.wording import PARTY_FIELDS, party_field_words, party_role_words
from web.wording.texts import gettext as _
from workflows.access import Sight
from workflows.access.masking import masked
from workflows.cases import parties, queries
from workflows.cases.models import CaseRow, PartyRole, PartyRow

_LISTS = {
    "sex": "sexes", "relation": "relations", "id_type": "id-types", "ethnicity": "ethnic-groups",
    "special_group": "special-groups", "emotion": "emotions",
}  # fmt: skip
_SAFE = ("safe_contact", "safe_time")
_ORDER = (Sensitivity.C4, Sensitivity.C3)


def cards(
    session: Session, actor: Actor, case: CaseRow, sight: Sight
) -> tuple[list[dict[str, Any]], Sensitivity | None]:
    """The cards, and the highest class among what they show in the clear."""
    rows = parties.of_case(session, case.tenant, case.id)
    may_know = Sensitivity.C4 in sight.clear or not queries.never_whereabouts(actor)
    shown = [_card(row, sight, places=may_know) for row in rows]
    read = {each for row in rows for each in _read_classes(row, sight)}
    return shown, next((each for each in _ORDER if each in read), None)


def _read_classes(row: PartyRow, sight: Sight) -> set[Sensitivity]:
    """Classes above C2 of which this reader is shown a value."""
    held = {Sensitivity.C3: bool(row.sensitive), Sensitivity.C4: bool(row.protected)}
    return {each for each, some in held.items() if some and each in sight.clear}


def _card(row: PartyRow, sight: Sight, *, places: bool) -> dict[str, Any]:
    seen = parties.as_seen(row, sight)
    safe = [str(seen.fields[key]) for key in _SAFE if seen.fields.get(key)]
    return {
        "name": seen.fields.get("name") or _("未留姓名"),
        "role": party_role_words(row.role.value),
        "marks": [{"text": _("住址保密"), "tone": "red"}] if row.hidden_address else [],
        "warning": _warning(safe, seen, sight),
        "facts": [
            {"label": party_field_words(key), "value": _value(key, seen.fields[key])}
            for key in PARTY_FIELDS
            if seen.fields.get(key) not in (None, "", [])
            and _may_show(key, row, sight, places=places)
        ],
    }


def _warning(safe: list[str], seen: parties.Party, sight: Sight) -> str:
    """How to reach the person without harm; those who may not read it learn that it matters."""
    if safe and Sensitivity.C4 in sight.clear:
        return _("安全联系：%(how)s", how=_("，").join(safe))
    if safe:
        return _("联系前先问值班长：有安全联系方式")
    return _("不要发短信") if seen.fields.get("sms_ok") is False else ""


def _may_show(key: str, row: PartyRow, sight: Sight, *, places: bool) -> bool:
    if key in _SAFE:
        return False
    if key in queries.WHEREABOUTS:
        known = places or row.role == PartyRole.RESPONDENT
        return known and (not row.hidden_address or Sensitivity.C4 in sight.clear)
    return True


def _value(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return _("、").join(_value(key, one) for one in value)
    text = str(value)
    return code_words(_LISTS[key], text) if key in _LISTS else text


def masked_names(session: Session, case: CaseRow) -> str:
    """Whom the case is about, as a list shows it."""
    rows = queries.main_parties(session, case.tenant, {case.id}).get(case.id, [])
    return _(" 与 ").join(masked("name", row.personal.get("name", "")) for row in rows)
