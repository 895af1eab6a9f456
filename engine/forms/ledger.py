"""What forms write into process data, as the table that authors of diagrams read.

One row a form: each process key with the values it can have, and the names its conditions read.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.forms.model import Form, Input, Type

_KINDS = {
    Type.YES_NO: "true / false",
    Type.CHECKBOX: "true / false",
    Type.NUMBER: "int",
    Type.DATE: "date",
    Type.TIME: "time",
    Type.DATETIME: "instant",
}


def table(forms: Iterable[Form]) -> str:
    """The forms in Markdown, ordered by id; `*` marks a key that is always answered."""
    lines = ["| form | name | key → values |", "| --- | --- | --- |"]
    for form in sorted(forms, key=lambda form: form.id):
        cells = [
            _cell(part, is_always=not slot.hides)
            for slot in form.page
            if isinstance(part := slot.part, Input) and part.process
        ]
        if form.context:
            cells.append("reads " + " ".join(f"`{name}`" for name in sorted(form.context)))
        lines.append(f"| `{form.id}` | {form.name.zh} | {'<br>'.join(cells) or '—'} |")
    return "\n".join(lines)


def _cell(part: Input, *, is_always: bool) -> str:
    mark = "*" if part.required and is_always else ""
    return f"`{part.key}`{mark} → {values(part)}"


def values(part: Input) -> str:
    """The values that a process key can have, in one phrase."""
    if part.type in _KINDS:
        return _KINDS[part.type]
    if part.codes:
        one = f"code of `{part.codes}`"
    elif part.choices:
        one = " ".join(f"`{choice.value}`" for choice in part.choices)
    else:
        one = "short code"
    return f"list of: {one}" if part.type is Type.CHECKLIST else one
