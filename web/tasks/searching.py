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
from workflows.cases.search import Hit, find

#: Field of the form → what the search calls it, for the visitor and for the other side.
_VISITOR = {"name": "name", "phone": "phone", "id_no": "id_no", "household_address": "address"}
_OTHER_SIDE = {"respondent_name": "name"}
_SHORTEST_NAME = 2

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
            if hit.case.id != own_case and hit.case.number and _strong(hit):
                found.setdefault(hit.case.id, hit_words(hit))
    return list(found.values())


def _strong(hit: Hit) -> bool:
    """Initials alone are no hint while the full name is typed."""
    return bool(set(hit.by) - {"pinyin", "phone_tail"})


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
