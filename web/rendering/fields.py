"""A form's view becomes the values that the field macros of the templates read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from engine import forms
from web.wording import field_error_words

_MACROS = {
    "text": "textfield", "yes-no": "radio", "list": "dynamiclist", "note": "text",
    "time": "textfield",
}  # fmt: skip
_KINDS = {"phone": "phone", "id-card": "idcard"}


def form_context(
    view: forms.FormView, *, fields_url: str = ""
) -> dict[str, Any]:
    """What `parts/fields.html` needs: fields, and the error summary with links."""
    fields = [_field(part, fields_url) for part in view.parts if not getattr(part, "hidden", False)]
    return {"fields": fields, "errors": list(_errors(fields)), "name": view.name,
            "description": view.description, "live": True}  # fmt: skip


def _field(part: Any, fields_url: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": _KINDS.get(getattr(part, "kind", "") or "", _MACROS.get(part.type, part.type)),
        "label": getattr(part, "label", ""),
    }
    if part.type in {"group", "note"}:
        inner = getattr(part, "parts", ())
        found["fields"] = [_field(each, fields_url) for each in inner if not _hidden(each)]
        found["class"] = getattr(part, "class_", None)
        return found
    found.update(
        name=part.path, id=part.path.replace(".", "-"), hint=part.hint, required=part.required,
        maxlength=part.max_length, error=_error(part), fields_url=fields_url, live=part.live,
    )  # fmt: skip
    found["class"] = part.class_.value if part.class_ else ""
    found["options"] = [{"value": each.value, "label": each.label} for each in part.options or ()]
    found["value"] = _value(part)
    if part.type == "list":
        found["items"] = [
            [_field(each, fields_url) for each in row.parts if not _hidden(each)]
            for row in part.rows
        ]
        found["item_label"] = _("第")
    return found


def _hidden(part: Any) -> bool:
    return bool(getattr(part, "hidden", False))


def _value(part: Any) -> Any:
    if part.type == "datetime":
        date, _t, time = str(part.value or "").replace("T", " ").partition(" ")
        return {"date": date, "time": time[:5]}
    if part.type == "yes-no" and isinstance(part.value, bool):
        return "true" if part.value else "false"
    return part.value


def _error(part: Any) -> str:
    if part.error is None:
        return ""
    return field_error_words(part.error.code, part.error.fields)


def _errors(fields: Sequence[Mapping[str, Any]]) -> Any:
    """Every field with an error, for the summary at the top."""
    for field in fields:
        if field.get("error"):
            yield {"id": field["id"], "text": f"{field['label']}：{field['error']}"}
        yield from _errors(field.get("fields") or [])
        for item in field.get("items") or []:
            yield from _errors(item)
