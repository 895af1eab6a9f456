"""How a value stands in an input of the page, and what a fresh form is prefilled with.

What was typed and could not be read is shown as it was typed; instants are local.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from engine import feel
from engine.forms import moments
from engine.forms.conditions import Scope
from engine.forms.model import Form, Input, Type
from engine.forms.reading import TRUE, Reading, read
from engine.forms.refusals import Unreadable


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The texts of one value."""

    text: str = ""
    date: str = ""
    time: str = ""
    #: The chosen values; one for a select, several for a checklist.
    chosen: tuple[str, ...] = ()
    is_ticked: bool = False


def shown(part: Input, value: object, *, zone: tzinfo) -> Shown:
    """The texts of a value that is typed, stored or as it was submitted."""
    if part.type is Type.DATETIME:
        return _instant(value, zone)
    if part.type is Type.CHECKLIST:
        several = value if isinstance(value, list | tuple) else [value] if value else []
        return Shown(chosen=tuple(map(str, several)))
    if isinstance(value, list | tuple):
        # Two inputs of one name: the later one speaks, as when it is read.
        value = value[-1] if value else None
    text = _text(value)
    return Shown(text=text, chosen=(text,) if text else (), is_ticked=text.strip().lower() in TRUE)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case str() | int():
            return str(value)
    return ""


def _instant(value: object, zone: tzinfo) -> Shown:
    if isinstance(value, Mapping):
        halves = {str(key): str(half) for key, half in value.items()}
        return Shown(
            text=moments.joined(halves), date=halves.get("date", ""), time=halves.get("time", "")
        )
    if isinstance(value, str) and "T" in value:
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return Shown(text=str(value))
    if isinstance(value, datetime):
        local = value.astimezone(zone)
        day, clock = local.date().isoformat(), local.strftime("%H:%M")
        return Shown(text=f"{day} {clock}", date=day, time=clock)
    day, _, clock = _text(value).partition(" ")
    return Shown(text=_text(value), date=day, time=clock)


def prefill(form: Form, context: Mapping[str, object], reading: Reading) -> dict[str, object]:
    """The defaults of a fresh form; one that cannot be read is left out."""
    scope = Scope(form, context, reading)
    filled: dict[str, object] = {}
    for slot in form.order:
        if not isinstance(slot.part, Input) or not slot.part.default:
            continue
        value = _default(slot.part, scope, reading)
        if value is not None:
            filled[slot.part.key] = value
            scope.answer(slot.part.key, value)
    return filled


def _default(part: Input, scope: Scope, reading: Reading) -> object:
    raw: object = part.default
    if isinstance(raw, feel.Expression):
        plain = feel.to_json(scope.value(raw))
        raw = plain.get("@") if isinstance(plain, dict) else plain
    if isinstance(raw, float):
        raw = str(raw)
    try:
        return read(part, raw, reading)
    except Unreadable:
        return None
