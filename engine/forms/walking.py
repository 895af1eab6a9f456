"""One walk over a form and its answers: what is hidden, what was read, what could not be.

The fields are visited in `order`, in which each condition only looks at fields decided before it,
so one pass suffices. Hidden fields are not even read. Both the judgement of a submission and the
live page stand on this walk; it does not ask whether an answer is needed or fits others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.forms.conditions import Scope
from engine.forms.model import Form, Input, Rows, Slot
from engine.forms.reading import Reading, read
from engine.forms.refusals import FieldError, Unreadable


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The form itself, or one row: its visible slots with their answers and scope."""

    #: "" or `list.row.`.
    prefix: str
    scope: Scope
    shown: tuple[Slot, ...]
    values: dict[str, object]


@dataclass(kw_only=True)
class Walk:
    """What one walk found; grows while walking."""

    reading: Reading
    frames: list[Frame] = field(default_factory=list)
    #: Paths hidden now; a hidden list does not name its rows.
    hidden: set[str] = field(default_factory=set)
    errors: list[FieldError] = field(default_factory=list)

    def refuse(self, path: str, code: str, **fields: object) -> None:
        """Note one error; the first one of a path speaks."""
        if all(error.path != path for error in self.errors):
            self.errors.append(FieldError(path=path, code=code, fields=fields))

    @property
    def values(self) -> dict[str, object]:
        """The answers of the form itself, whose frame is the last."""
        return self.frames[-1].values


def walk(
    form: Form, answers: Mapping[str, object], context: Mapping[str, object], reading: Reading
) -> Walk:
    """Visit every field once; the form's own frame comes last, after its rows."""
    found = Walk(reading=reading)
    _visit(found, Scope(form, context, reading), form.order, answers, "")
    return found


def _visit(
    found: Walk, scope: Scope, order: Sequence[Slot], answers: Mapping[str, object], prefix: str
) -> dict[str, object]:
    _refuse_unknown(found, order, answers, prefix)
    shown: list[Slot] = []
    values: dict[str, object] = {}
    for slot in order:
        key = slot.part.key
        if scope.hides(slot):
            found.hidden.add(prefix + key)
            continue
        shown.append(slot)
        value = _answer(found, scope, slot.part, answers.get(key), prefix + key)
        if value is not None:
            values[key] = value
            scope.answer(key, value)
    found.frames.append(Frame(prefix=prefix, scope=scope, shown=tuple(shown), values=values))
    return values


def _refuse_unknown(
    found: Walk, order: Sequence[Slot], answers: Mapping[str, object], prefix: str
) -> None:
    known = {slot.part.key for slot in order}
    for key in answers:
        if key not in known:
            found.refuse(prefix + str(key)[:100], "unknown-field")


def _answer(found: Walk, scope: Scope, part: Input | Rows, raw: object, path: str) -> object:
    if isinstance(part, Rows):
        return _rows(found, scope, part, raw)
    try:
        return read(part, raw, found.reading)
    except Unreadable as error:
        found.refuse(path, error.code, **error.fields)
        return None


def _rows(found: Walk, scope: Scope, rows: Rows, raw: object) -> object:
    if raw is None or raw == "":
        return None
    if not isinstance(raw, list | tuple) or not all(isinstance(row, Mapping) for row in raw):
        found.refuse(rows.key, "not-rows")
        return None
    if len(raw) > rows.max_rows:
        found.refuse(rows.key, "too-many-rows", most=rows.max_rows)
        return None
    kept = [
        _row(found, scope, rows, answers, f"{rows.key}.{number}.")
        for number, answers in enumerate(raw)
        if _is_filled(answers)
    ]
    return [row for row in kept if row is not None] or None


def _row(
    found: Walk, scope: Scope, rows: Rows, answers: Mapping[str, object], prefix: str
) -> dict[str, object] | None:
    """The row's values; None when all that was written in it is hidden."""
    values = _visit(found, scope.row(rows), rows.order, answers, prefix)
    has_errors = any(error.path.startswith(prefix) for error in found.errors)
    return values if _is_filled(values) or has_errors else None


def _is_filled(answer: object) -> bool:
    """Whether a person wrote anything: a row left empty is the page's spare one, no answer."""
    if isinstance(answer, Mapping):
        return any(_is_filled(part) for part in answer.values())
    if isinstance(answer, str):
        return bool(answer.strip())
    return answer is not None and answer is not False and answer != []
