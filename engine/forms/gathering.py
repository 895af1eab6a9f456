"""The browser's flat pairs become nested answers.

`name` is a field, `list.0.name` a field of a row, `moment.date` and `moment.time` the two inputs of
an instant, `_anything` the page's own. Nothing is judged: a name that the form does not have stays,
so that cleaning refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.forms.model import Form, Input, Rows, Slot, Type, slots

_HALVES = frozenset({"date", "time"})


def gather(form: Form, pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Answers by key; rows are lists of answers in the order of their numbers."""
    top = {slot.part.key: slot for slot in form.page}
    answers: dict[str, object] = {}
    rows: dict[str, dict[int, dict[str, object]]] = {}
    for name, value in pairs:
        if name.startswith("_"):
            continue
        head, _, rest = name.partition(".")
        slot = top.get(head)
        number, _, key = rest.partition(".")
        if slot is not None and isinstance(slot.part, Rows) and _is_row(number, slot.part) and key:
            inner = {row.part.key: row for row in slots(slot.part.parts)}
            row = rows.setdefault(head, {}).setdefault(int(number), {})
            _put(row, key, value, inner)
        else:
            _put(answers, name, value, top)
    for head, numbered in rows.items():
        # Numbers that the page skipped (a row taken away in the browser) become empty rows, so that
        # an error's row number is the one on the page.
        answers[head] = [numbered.get(index, {}) for index in range(max(numbered) + 1)]
    return answers


def _is_row(number: str, rows: Rows) -> bool:
    is_number = number.isascii() and number.isdecimal() and len(number) <= 4
    return is_number and int(number) < 2 * rows.max_rows


def _put(answers: dict[str, Any], name: str, value: str, known: dict[str, Slot]) -> None:
    key, _, half = name.partition(".")
    part = known[key].part if key in known else None
    if half in _HALVES and isinstance(part, Input) and part.type is Type.DATETIME:
        halves = answers.setdefault(key, {})
        if isinstance(halves, dict):
            halves[half] = value
    elif name in known and isinstance(part, Input) and part.type is Type.CHECKLIST:
        answers.setdefault(name, []).append(value)
    else:
        answers[name] = value
