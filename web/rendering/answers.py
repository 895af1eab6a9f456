"""What was sent with a form, read again: choices in words, classes that may not be read masked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine import forms
from engine.forms.model import Type
from engine.forms.sight import MASK
from engine.forms.views import Field, Group, Note, Rows, View
from engine.protection import Sensitivity
from web.rendering.fields import id_of
from web.session import language, runtime
from web.wording.filling import shown
from web.wording.texts import gettext as _

_YES = {"true": True, "false": False}


def answers(
    form: forms.Form,
    values: Mapping[str, object],
    clear: frozenset[Sensitivity],
    *,
    codes: forms.CodeLists,
    context: Mapping[str, object],
    now: datetime,
) -> list[dict[str, Any]]:
    """The answered fields for `parts/fields.html: answers`."""
    allowed = {each.value for each in clear}
    seen = forms.mask(form, values, allowed, context=context)
    view = forms.describe(
        form, language(), values=seen, context=context, codes=codes, now=now,
        zone=runtime().settings.zone,
    )  # fmt: skip
    return [one for part in view.parts if (one := _answer(part, seen)) is not None]


def _answer(part: View, values: Mapping[str, Any]) -> dict[str, Any] | None:
    match part:
        case Field():
            said = _said(part, values.get(part.key))
            return None if not said else _line(part) | {"said": said}
        case Rows():
            given = values.get(part.key) or []
            items = [
                [one for cell in row.parts if (one := _answer(cell, _row(given, row.index)))]
                for row in part.rows
            ]
            return {"type": "dynamiclist", "label": part.label, "item_label": part.label,
                    "items": items} if any(items) else None  # fmt: skip
        case Group():
            inner = [one for each in part.parts if (one := _answer(each, values)) is not None]
            return {"type": "group", "label": part.label, "fields": inner} if inner else None
        case Note():
            return None


def _row(given: Any, index: str) -> Mapping[str, Any]:
    number = int(index) if index.isdecimal() else -1
    return given[number] if 0 <= number < len(given) else {}


def _line(part: Field) -> dict[str, Any]:
    return {"type": part.type.value, "label": part.label, "id": id_of(part.path),
            "class": part.class_.value}  # fmt: skip


def _said(part: Field, value: Any) -> str:
    """The value in words; a masked text stands as it is."""
    if value in (None, "", [], ()):
        return ""
    if value == MASK:
        return MASK
    if part.options:
        chosen = [option.label for option in part.options if option.selected]
        return _("、").join(chosen) or str(value)
    if part.type is Type.CHECKBOX or isinstance(value, bool):
        return _("是") if value in (True, "true") else _("否")
    if part.type is Type.DATETIME:
        return f"{part.value_date} {part.value_time}".strip() or str(shown(value))
    return str(part.value or value)
