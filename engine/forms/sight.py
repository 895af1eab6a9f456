"""Field-level sight: of stored answers only those of an allowed class are left, or shown masked.

A field's class may be raised by a condition (an address while violence is in play); a value whose
field the form does not know is dropped, because nobody can say who may see it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime

from engine.forms.conditions import Scope
from engine.forms.model import Form, Input, Rows, Sight, Slot
from engine.forms.reading import Reading, read
from engine.forms.refusals import CodeListMissing, Unreadable

MASK = "＊＊＊"
#: Conditions about classes look at answers, never at the time of looking.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_Shade = Callable[[Input, object], object]


def filter_by_class(
    form: Form,
    values: Mapping[str, object],
    allowed: Collection[str],
    *,
    context: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The values whose class is in `allowed`; rows keep their allowed fields."""
    return _shaded(form, values, allowed, context or {}, lambda _part, _value: None)


def mask(
    form: Form,
    values: Mapping[str, object],
    allowed: Collection[str],
    *,
    context: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """All values of the form, those of other classes replaced by a masked text."""
    return _shaded(form, values, allowed, context or {}, masked)


def class_of(part: Input, scope: Scope) -> Sight:
    """The class of a field's value among these answers; the higher one when that is not known."""
    if part.raised is None:
        return part.sight
    higher, condition = part.raised
    if scope.holds(condition) or scope.lacks(condition):
        return max(part.sight, higher)
    return part.sight


def masked(part: Input, value: object) -> str:
    """A text that tells at most that there is a value, and the family name or last digits."""
    text = value if isinstance(value, str) else ""
    match part.kind:
        case "person-name" if text:
            return text[0] + "＊＊"
        case "phone" | "id-card" if len(text) >= 8:
            return f"{text[:3]}＊＊＊＊{text[-2:]}"
    return MASK


def _shaded(
    form: Form,
    values: Mapping[str, object],
    allowed: Collection[str],
    context: Mapping[str, object],
    shade: _Shade,
) -> dict[str, object]:
    scope = Scope(form, context, Reading(now=_NO_TIME, zone=UTC, codes={}))
    _tell(scope, form.page, values)
    left: dict[str, object] = {}
    for slot in form.page:
        value = values.get(slot.part.key)
        if value is None:
            continue
        seen = (
            _seen(slot.part, scope, value, allowed, shade)
            if isinstance(slot.part, Input)
            else _rows(slot.part, scope, value, allowed, shade)
        )
        if seen is not None:
            left[slot.part.key] = seen
    return left


def _seen(
    part: Input, scope: Scope, value: object, allowed: Collection[str], shade: _Shade
) -> object:
    return value if class_of(part, scope) in allowed else shade(part, value)


def _rows(
    rows: Rows, scope: Scope, value: object, allowed: Collection[str], shade: _Shade
) -> object:
    left: list[dict[str, object]] = []
    for row in value if isinstance(value, list | tuple) else ():
        inner = scope.row(rows)
        _tell(inner, rows.order, row)
        cells = {
            slot.part.key: _seen(slot.part, inner, row[slot.part.key], allowed, shade)
            for slot in rows.order
            if isinstance(slot.part, Input) and row.get(slot.part.key) is not None
        }
        left.append({key: cell for key, cell in cells.items() if cell is not None})
    return left if any(left) else None


def _tell(scope: Scope, order: Collection[Slot], values: Mapping[str, object]) -> None:
    """Let conditions see stored answers; what cannot be read any more counts as unanswered."""
    reading = Reading(now=_NO_TIME, zone=UTC, codes={})
    for slot in order:
        value = values.get(slot.part.key)
        if isinstance(slot.part, Rows):
            continue
        try:
            scope.answer(slot.part.key, read(slot.part, value, reading))
        except (Unreadable, CodeListMissing):
            scope.answer(slot.part.key, value if isinstance(value, str | list) else None)
