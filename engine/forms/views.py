"""The render model: what a template loops over to draw a form, filled or empty.

Words are in one language, values are texts as inputs hold them, options know whether they are
chosen, hidden parts are marked and stay in place. `parts` hold Field, Rows, Group and Note, told
apart by `type`. Nothing here is HTML.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.forms.model import Sight, Type
from engine.forms.refusals import FieldError


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value that may be chosen."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, kw_only=True)
class Field:
    """One input of the page."""

    type: Type
    #: The key, and the name (and id) of the HTML input: `list.0.key` inside a row.
    key: str
    path: str
    label: str
    hint: str
    required: bool
    hidden: bool
    #: Class of the value (C1…C4), the higher one where it may be raised.
    class_: Sight
    #: Special input such as "phone", or "".
    kind: str
    #: What the input holds: text, the ticked values of a checklist, or whether a box is ticked.
    value: str | tuple[str, ...] | bool
    #: The two halves of a date and time.
    value_date: str = ""
    value_time: str = ""
    options: tuple[Option, ...] = ()
    error: FieldError | None = None
    max_length: int = 0
    #: "", "numeric", "decimal" or "tel": which keyboard a phone shows.
    input_mode: str = ""
    #: Whether other fields depend on this one, so that the page asks again when it changes.
    live: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a list."""

    #: The row's number from 0, or `__row__`.
    index: str
    path: str
    parts: tuple[View, ...]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A list: its rows, and an empty one to copy (its paths hold `__row__` for the number)."""

    type: Type = Type.LIST
    key: str
    path: str
    label: str
    hint: str
    required: bool
    hidden: bool
    rows: tuple[Row, ...]
    blank: Row
    min_rows: int
    max_rows: int
    error: FieldError | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Parts under a heading."""

    type: Type = Type.GROUP
    key: str
    label: str
    hidden: bool
    parts: tuple[View, ...]


@dataclass(frozen=True, kw_only=True)
class Note:
    """Words between the fields."""

    type: Type = Type.NOTE
    key: str
    label: str
    hidden: bool


View = Field | Rows | Group | Note


@dataclass(frozen=True, kw_only=True)
class FormView:
    """A form, ready to be drawn."""

    id: str
    name: str
    description: str
    parts: tuple[View, ...]
    #: All errors in the order of the page, for the summary that links to the fields.
    errors: tuple[FieldError, ...] = ()
