"""Search before create: who among the cases that exist for this person fits what is typed.

Names and numbers are masked; only what the reader may see at all is found. A hit offers to say
"the same matter", "another matter" or "the same household" in the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine.actors import Actor
from web.rendering import instant
from web.rendering.names import category_words
from web.wording import state_words
from web.wording.texts import gettext as _
from web.wording.texts import lazy_gettext
from workflows.access import Permission, may
from workflows.access.masking import mask_name, mask_phone
from workflows.cases import parties, queries
from workflows.cases.models import PartyRole
from workflows.cases.search import Hit, by_number, find
from workflows.people.numbers import digits

#: Field of the form → what the search calls it, for the visitor and for the other side.
_VISITOR = {"name": "name", "phone": "phone", "id_no": "id_no", "household_address": "address"}
_OTHER_SIDE = {"respondent_name": "name"}
#: Any of them asks.
SEARCHED = (*_VISITOR, *_OTHER_SIDE)
_SHORTEST_NAME = 2
_LONGEST_INITIALS = 4
_TAIL = 4
#: What the same person need not say again.
_SAME_PERSON = {"name": "name", "phone": "phone", "id_no": "id_no"}

_BY = {
    "id_no": lazy_gettext("证件号码相同"), "phone": lazy_gettext("电话相同"),
    "household": lazy_gettext("住址相同"), "name": lazy_gettext("姓名相同"),
    "phone_tail": lazy_gettext("电话尾号相同"), "pinyin": lazy_gettext("姓名首字母相同"),
}  # fmt: skip


#: What need not be said when the whole agrees.
_SAID_BY = {"phone_tail": "phone", "pinyin": "name"}


def hits(
    session: Session, actor: Actor, typed: Mapping[str, Any], *, own_case: str
) -> list[dict[str, Any]]:
    """The earlier cases that fit, in words."""
    if not may(actor, Permission.CASE_SEARCH):
        return []
    found: dict[str, dict[str, Any]] = {}
    for names in (_VISITOR, _OTHER_SIDE):
        fields = {name: str(typed.get(key) or "").strip() for key, name in names.items()}
        if len(fields.get("name", "")) < _SHORTEST_NAME:
            fields.pop("name", None)
        for hit in find(session, actor, {key: text for key, text in fields.items() if text}):
            if hit.case.id != own_case and hit.case.number and _tells(hit, fields):
                found.setdefault(hit.case.id, hit_words(hit))
    return list(found.values())


def _tells(hit: Hit, fields: Mapping[str, str]) -> bool:
    """Initials or a tail alone are no hint, unless they are all that was typed of it."""
    weak = {"pinyin": not is_initials(fields.get("name", "")),
            "phone_tail": not is_tail(fields.get("phone", ""))}  # fmt: skip
    return any(not weak.get(kind, False) for kind in hit.by)


def is_initials(name: str) -> bool:
    """Whether a name was typed as the first letters of its pinyin: zf."""
    return name.isascii() and name.isalpha() and len(name) <= _LONGEST_INITIALS


def is_tail(phone: str) -> bool:
    """Whether only the last four digits of a phone were typed."""
    return len(digits(phone)) == _TAIL


def recognised(
    session: Session, actor: Actor, typed: Mapping[str, Any], number: str
) -> dict[str, Any]:
    """Who came before in place of what was typed short: initials, a tail, or nothing at all.

    Only what this person may read of that case in the clear is taken over.
    """
    case = by_number(session, actor, number)
    if case is None:
        return {}
    sight = queries.sight_on(session, actor, case.id)
    rows = parties.of_case(session, case.tenant, case.id)
    visitor = next((row for row in rows if row.role == PartyRole.VISITOR), None)
    if visitor is None or not sight.clear >= {parties.C2, parties.C3}:
        return {}
    known = parties.as_seen(visitor, sight).fields
    return {
        key: known[name] for key, name in _SAME_PERSON.items()
        if known.get(name) and _is_short(key, str(typed.get(key) or "").strip())
    }  # fmt: skip


def _is_short(key: str, text: str) -> bool:
    return not text or (is_initials(text) if key == "name" else key == "phone" and is_tail(text))


def hit_words(hit: Hit) -> dict[str, Any]:
    """One hit as a row: masked, with why it fits."""
    fields = hit.party.fields
    phone = mask_phone(str(fields.get("phone") or "")).lstrip("*")
    people = [
        mask_name(str(fields.get("name") or "")),
        _("尾号 %(tail)s", tail=phone) if phone else "",
    ]
    why = [str(_BY[kind]) for kind in hit.by if _SAID_BY.get(kind) not in hit.by]
    return {
        "url": url_for("cases.case", case_id=hit.case.id),
        "title": category_words(hit.case.category_d) or _("来访"),
        "context": _(" ・ ").join([*(one for one in people if one), *why]),
        "number": hit.case.number or "",
        "risk": hit.case.risk.value,
        "badge": state_words(hit.case.state.value),
        "opened": instant(hit.case.opened_at),
    }
