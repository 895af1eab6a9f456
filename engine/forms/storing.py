"""Clean values as JSON and as process data.

Process data is flat and plain: null, bool, int, text (ISO for dates, UTC for instants) and lists of
text. Stored values keep every field; reading them again gives the same clean values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

from engine.forms.model import Form, Input, blank


def for_process(form: Form, values: Mapping[str, object]) -> dict[str, object]:
    """Exactly the form's process keys; an unanswered or hidden one is null (or its blank)."""
    inputs = [slot.part for slot in form.page if isinstance(slot.part, Input)]
    return {
        part.key: to_plain(values.get(part.key, blank(part.type)))
        for part in inputs
        if part.process
    }


def to_plain(value: object) -> object:
    """The value in JSON's own kinds; numbers with decimals become text, exact."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case Mapping():
            return {str(key): to_plain(item) for key, item in value.items()}
        case list() | tuple():
            return [to_plain(item) for item in value]
    return value
