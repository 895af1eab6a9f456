"""A form's view becomes the values that the field macros of the templates read.

Words and order come from the form engine; here they only change their shape. Hidden parts are left
out: the browser never holds what it must not send.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never

from flask import request

from engine import forms
from engine.forms.model import Type
from engine.forms.views import Field, Group, Note, Rows, View
from web.rendering import questions
from web.rendering.two_people import names_two
from web.session import language
from web.wording import field_error_words
from web.wording.texts import gettext as _

_MACROS = {
    Type.TEXT: "textfield", Type.TEXTAREA: "textarea", Type.NUMBER: "number",
    Type.SELECT: "select", Type.RADIO: "radio", Type.YES_NO: "radio",
    Type.CHECKBOX: "checkbox", Type.CHECKLIST: "checklist", Type.DATE: "date",
    Type.TIME: "textfield", Type.DATETIME: "datetime",
}  # fmt: skip
_KINDS = {"phone": "phone", "id-card": "idcard"}

#: Row of a list that gets the focus, by the list's path.
Focus = Mapping[str, int]


def form_context(
    view: forms.FormView, *, fields_url: str = "", focus: Focus | None = None
) -> dict[str, Any]:
    """What `parts/fields.html` needs: fields, and the error summary with links."""
    fields = shaped(view.parts, fields_url, focus or {})
    return {
        "fields": fields, "errors": [*_errors(fields), *_strays(view, fields)],
        "name": view.name, "description": view.description,
    }  # fmt: skip


def shaped(parts: Sequence[View], fields_url: str, focus: Focus) -> list[dict[str, Any]]:
    """The visible parts in order."""
    return [_part(part, fields_url, focus) for part in parts if not part.hidden]


def _part(part: View, fields_url: str, focus: Focus) -> dict[str, Any]:
    match part:
        case Field():
            return _field(part)
        case Rows():
            return _rows(part, fields_url, focus)
        case Group():
            inner = shaped(part.parts, fields_url, focus)
            return {"type": "group", "label": part.label, "fields": inner} | _question(part, inner)
        case Note():
            return {"type": "text", "label": part.label}
    assert_never(part)


def _question(part: Group, inner: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A group that is asked as one plain question: what it says now, and what "no" answers."""
    if part.key not in questions.QUESTIONS:
        return {}
    values = {field["name"]: field["value"] for field in inner}
    said = questions.pressed(request.form.items()).get(part.key, "")
    now = questions.state(values, part.key) or (questions.YES if said == questions.YES else "")
    wrong = any(field["error"] for field in inner)
    return {
        "type": "question", "id": part.key, "name": f"{questions.PREFIX}{part.key}", "said": now,
        "open": now == questions.YES or wrong, "safe": dict(questions.QUESTIONS[part.key]),
    }  # fmt: skip


def _field(part: Field) -> dict[str, Any]:
    return {
        "type": _KINDS.get(part.kind, _MACROS[part.type]), "label": part.label,
        "name": part.path, "id": id_of(part.path), "hint": part.hint,
        "required": part.required, "class": part.class_.value, "value": _value(part),
        "options": [{"value": each.value, "label": each.label} for each in part.options],
        "maxlength": part.max_length if part.type is Type.TEXTAREA else 0,
        "step": part.input_mode == "decimal", "error": _error(part), "kind": part.kind,
        "advice": _advice(part),
    }  # fmt: skip


def _advice(part: Field) -> str:
    """A kind word about what is typed; it refuses nothing."""
    if part.kind != "person-name" or not names_two(str(part.value or "")):
        return ""
    return _(
        "看起来写了两个人。这里只写一位；同来的人算进“这一批来了几人”，有自己的事要办的，另登记一次来访。"
    )


def _rows(part: Rows, fields_url: str, focus: Focus) -> dict[str, Any]:
    return {
        "type": "dynamiclist", "label": part.label, "name": part.path, "id": id_of(part.path),
        "hint": part.hint, "required": part.required, "error": _error(part), "class": "",
        "items": [shaped(row.parts, fields_url, focus) for row in part.rows],
        "item_label": _("第"), "fields_url": fields_url, "focus": focus.get(part.path),
        "full": len(part.rows) >= part.max_rows,
    }  # fmt: skip


def id_of(path: str) -> str:
    """The id of a field's first control."""
    return path.replace(".", "-")


def _value(part: Field) -> Any:
    if part.type is Type.DATETIME:
        return {"date": part.value_date, "time": part.value_time}
    return part.value


def _error(part: Field | Rows) -> str:
    if part.error is None:
        return ""
    return field_error_words(part.error.code, part.error.fields, language())


def _errors(fields: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Every field with an error, for the summary at the top."""
    for field in fields:
        if field.get("error"):
            yield {"id": field["id"], "text": _("%(label)s：%(words)s", label=field["label"],
                                                words=field["error"])}  # fmt: skip
        yield from _errors(field.get("fields") or [])
        for item in field.get("items") or []:
            yield from _errors(item)


def _strays(view: forms.FormView, fields: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Errors of fields that are not on the page, so that no refusal is silent."""
    shown = set(_paths(fields))
    for error in view.errors:
        if error.path not in shown:
            yield {"id": "form-fields", "text": field_error_words(error.code, error.fields)}


def _paths(fields: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for field in fields:
        if "name" in field:
            yield field["name"]
        yield from _paths(field.get("fields") or [])
        for item in field.get("items") or []:
            yield from _paths(item)
