"""A form as the engine knows it: parts in order, each field with its words, class and rules.

Values only, all frozen; reading the file is `loading`, judging answers is `cleaning`, showing is
`description`. A group is layout, a note is words, only inputs and lists carry answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from engine import feel


class Type(StrEnum):
    """How a part is answered; the page has one macro for each."""

    TEXT = "text"
    TEXTAREA = "textarea"
    NUMBER = "number"
    SELECT = "select"
    RADIO = "radio"
    YES_NO = "yes-no"
    CHECKBOX = "checkbox"
    CHECKLIST = "checklist"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    LIST = "list"
    GROUP = "group"
    NOTE = "note"


class Sight(StrEnum):
    """Who may see a value, from everybody at work to very few (C1 < C2 < C3 < C4)."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"


@dataclass(frozen=True, kw_only=True)
class Words:
    """One text in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The text for a language tag; everything that is not English reads Chinese."""
        return self.en if language.lower().startswith("en") else self.zh


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value that may be chosen; an entry of a code list has the same shape."""

    value: str
    label: Words


#: The caller's code lists by name; a list's order is the order on the page.
CodeLists = Mapping[str, Sequence[Choice]]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A condition under which the answer is refused, with words for people."""

    condition: feel.Expression
    words: Words


@dataclass(frozen=True, kw_only=True)
class Input:
    """One field that holds one answer."""

    key: str
    type: Type
    label: Words
    hint: Words | None = None
    #: Class of the answer while `raised` does not hold.
    sight: Sight
    #: A higher class, and the condition under which it applies.
    raised: tuple[Sight, feel.Expression] | None = None
    #: Special input such as "phone"; "" for none.
    kind: str = ""
    choices: tuple[Choice, ...] = ()
    #: Name of the code list that gives the choices; "" when `choices` does.
    codes: str = ""
    required: bool = False
    required_when: feel.Expression | None = None
    hide: feel.Expression | None = None
    min_length: int = 0
    max_length: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    #: Decimal places of a number.
    digits: int = 0
    #: Whole-text pattern in the regular expressions of FEEL's `matches`; "" for none.
    pattern: str = ""
    not_before: feel.Expression | None = None
    not_after: feel.Expression | None = None
    refuse: Refusal | None = None
    #: Prefilled: a literal, or an expression.
    default: str | feel.Expression = ""
    #: Whether the clean value is copied to process data.
    process: bool = False
    #: Kind of fingerprint under which the value may be searched; "" for none.
    search: str = ""
    #: On an id card: what it tells ("sex", "birth_date") → the key that it can fill.
    suggests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A list of rows, each answering the same inputs."""

    key: str
    label: Words
    hint: Words | None = None
    hide: feel.Expression | None = None
    required_when: feel.Expression | None = None
    min_rows: int = 0
    max_rows: int = 20
    parts: tuple[Part, ...]
    #: The inputs of a row in the order in which their conditions can be decided.
    order: tuple[Slot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Group:
    """Parts that are shown together under a heading."""

    id: str
    label: Words
    hide: feel.Expression | None = None
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Note:
    """Words between the fields."""

    id: str
    words: Words
    hide: feel.Expression | None = None


Part = Input | Rows | Group | Note


@dataclass(frozen=True, kw_only=True)
class Slot:
    """An input or list with every condition that hides it: its own and its groups'."""

    part: Input | Rows
    hides: tuple[feel.Expression, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Form:
    """One deployable form."""

    id: str
    name: Words
    description: Words | None = None
    parts: tuple[Part, ...]
    #: Names of process data that conditions may read.
    context: frozenset[str] = frozenset()
    #: Inputs and lists in the order in which their conditions can be decided.
    order: tuple[Slot, ...] = ()

    @property
    def page(self) -> tuple[Slot, ...]:
        """Inputs and lists in the order of the page."""
        return tuple(slots(self.parts))


def slots(parts: Sequence[Part], above: tuple[feel.Expression, ...] = ()) -> Iterator[Slot]:
    """Every input and list of the parts, groups dissolved, in the order of the page."""
    for part in parts:
        hides = above if isinstance(part, Note) or part.hide is None else (*above, part.hide)
        if isinstance(part, Group):
            yield from slots(part.parts, hides)
        elif isinstance(part, Input | Rows):
            yield Slot(part=part, hides=hides)


def choices_of(field_: Input, codes: CodeLists) -> Sequence[Choice] | None:
    """What may be chosen, or None when the code list is not there."""
    return codes.get(field_.codes) if field_.codes else field_.choices


def blank(type_: Type) -> object:
    """What a field without an answer is in conditions and process data."""
    if type_ in {Type.CHECKLIST, Type.LIST}:
        return []
    return False if type_ is Type.CHECKBOX else None


def highest(classes: Collection[Sight]) -> Sight:
    """The most protected of some classes."""
    return max(classes, default=Sight.C1)
