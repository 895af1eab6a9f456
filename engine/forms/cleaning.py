"""A submission becomes clean values, or is refused with every field's error at once.

1. Walk the form: drop what is hidden, read what is shown, refuse keys that the form does not have.
2. Where reading went well, judge: required, bounds of time, the form's own refusals.
3. Without errors, give the values, what process data gets, and remarks that hinder nothing.
Pure: no database and no clock; what was typed goes back with the refusal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from engine import feel
from engine.forms.bounds import crossed
from engine.forms.credentials import told
from engine.forms.model import CodeLists, Form, Input, Rows, Slot, Type, slots
from engine.forms.reading import Reading
from engine.forms.refusals import FieldError, FormInvalid
from engine.forms.storing import for_process
from engine.forms.walking import Frame, Walk, walk

#: Where the station stands unless the caller says otherwise.
STATION_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """What a submission holds once it was found good."""

    #: Typed answers by key: text, int or Decimal, bool, list, date, time, instant in UTC, or rows.
    values: Mapping[str, object]
    #: What the process data gets, each process key of the form, null where nothing was answered.
    process_values: Mapping[str, object]
    #: Paths of fields that were hidden and therefore dropped.
    hidden: frozenset[str]
    #: Remarks that hinder nothing, such as an identity number that tells another birth date.
    warnings: tuple[FieldError, ...] = ()
    #: Values that could be filled in from others, by path, such as a birth date.
    suggestions: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Visibility:
    """What a live page needs to know about half-filled answers."""

    hidden: frozenset[str]
    required: frozenset[str]


def clean(
    form: Form,
    submitted: Mapping[str, object],
    *,
    context: Mapping[str, object],
    codes: CodeLists,
    now: datetime,
    zone: tzinfo = STATION_ZONE,
) -> Cleaned:
    """Judge a submission; raises FormInvalid with all errors.

    `submitted` holds text, lists of text and rows (mappings), or values that were clean before.
    `context` is process data; `now` is an aware instant, `zone` the one people write times in.
    """
    found = walk(form, submitted, context, Reading(now=now, zone=zone, codes=codes))
    unread = frozenset(error.path for error in found.errors)
    for frame in found.frames:
        for slot in frame.shown:
            _judge(found, frame, slot, unread)
    if found.errors:
        raise FormInvalid(in_page_order(form, found.errors), submitted)
    warnings, suggestions = _tell(found)
    return Cleaned(
        values={
            slot.part.key: found.values[slot.part.key]
            for slot in form.page
            if slot.part.key in found.values
        },
        process_values=for_process(form, found.values),
        hidden=frozenset(found.hidden),
        warnings=warnings,
        suggestions=suggestions,
    )


def visible(
    form: Form,
    values: Mapping[str, object],
    *,
    context: Mapping[str, object],
    codes: CodeLists,
    now: datetime,
    zone: tzinfo = STATION_ZONE,
) -> Visibility:
    """Which fields are hidden and which required, on answers that may be incomplete or wrong."""
    found = walk(form, values, context, Reading(now=now, zone=zone, codes=codes))
    required = {
        frame.prefix + slot.part.key
        for frame in found.frames
        for slot in frame.shown
        if frame.scope.requires(slot.part)
    }
    return Visibility(hidden=frozenset(found.hidden), required=frozenset(required))


def in_page_order(form: Form, errors: Sequence[FieldError]) -> list[FieldError]:
    """The errors as the eye meets their fields; those of unknown fields come last."""
    places: dict[str, int] = {}
    for slot in form.page:
        inner = slots(slot.part.parts) if isinstance(slot.part, Rows) else ()
        for key in (slot.part.key, *(f"{slot.part.key}.{row.part.key}" for row in inner)):
            places.setdefault(key, len(places))
    last = len(places)

    def place(error: FieldError) -> tuple[int, int, int]:
        list_, _, rest = error.path.partition(".")
        row, _, key = rest.partition(".")
        inner = places.get(f"{list_}.{key}", 0)
        return places.get(list_, last), int(row) if row.isdigit() else -1, inner

    return sorted(errors, key=place)


def _judge(found: Walk, frame: Frame, slot: Slot, unread: frozenset[str]) -> None:
    part, path = slot.part, frame.prefix + slot.part.key
    value = frame.values.get(part.key)
    if path in unread:
        return
    if _is_missing(part, value):
        if frame.scope.requires(part):
            found.refuse(path, "required")
    elif isinstance(part, Rows):
        if isinstance(value, list) and len(value) < part.min_rows:
            found.refuse(path, "too-few-rows", least=part.min_rows)
    else:
        _judge_time(found, frame, part, value, path)
    refuse = part.refuse if isinstance(part, Input) else None
    if refuse and _may_ask(refuse.condition, frame, unread) and frame.scope.holds(refuse.condition):
        found.refuse(path, "refused-by-rule", text=refuse.words.zh, text_en=refuse.words.en)


def _is_missing(part: Input | Rows, value: object) -> bool:
    is_unticked = isinstance(part, Input) and part.type is Type.CHECKBOX and value is False
    return value is None or value == [] or is_unticked


def _judge_time(found: Walk, frame: Frame, part: Input, value: object, path: str) -> None:
    bounds = (("not-before", part.not_before, -1), ("not-after", part.not_after, 1))
    for code, expression, direction in bounds:
        if expression is None:
            continue
        bound = frame.scope.value(expression)
        if edge := crossed(value, bound, direction=direction, zone=found.reading.zone):
            found.refuse(path, code, bound=edge)


def _may_ask(condition: feel.Expression, frame: Frame, unread: frozenset[str]) -> bool:
    """Whether everything that the condition looks at could be read."""
    names = condition.free_names()
    return not any(name in unread or frame.prefix + name in unread for name in names)


def _tell(found: Walk) -> tuple[tuple[FieldError, ...], Mapping[str, object]]:
    """What identity numbers say about other fields: a difference, or a value to fill in."""
    warnings: list[FieldError] = []
    suggestions: dict[str, object] = {}
    for frame in found.frames:
        for slot in frame.shown:
            number = frame.values.get(slot.part.key)
            if not isinstance(slot.part, Input) or not isinstance(number, str):
                continue
            for fact, key in slot.part.suggests.items():
                says, given = getattr(told(number), fact), frame.values.get(key)
                if given is None:
                    suggestions[frame.prefix + key] = says
                elif given != says:
                    differs = {"key": key, "says": says}
                    path = frame.prefix + slot.part.key
                    warnings.append(FieldError(path=path, code="id-card-differs", fields=differs))
    return tuple(warnings), suggestions
