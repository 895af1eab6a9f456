"""FEEL's types and whether a value conforms to one (DMN 1.5 §10.3.2.9).

A type is only asked; it changes no value. `coerced` does the standard's three conversions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, cast

from engine.feel.civil import CivilDate
from engine.feel.temporal import as_datetime
from engine.feel.values import Function, Kind, Range, kind


class Type(Protocol):
    """Something that values conform to; `is_list` tells whether conversions wrap or unwrap."""

    @property
    def is_list(self) -> bool:
        """Whether its values are lists."""

    def accepts(self, value: object) -> bool:
        """Whether the value, which may be null, conforms."""


@dataclass(frozen=True, slots=True)
class AnyType:
    """Every value conforms."""

    is_list: bool = False

    def accepts(self, value: object) -> bool:
        """Always."""
        return True


@dataclass(frozen=True, slots=True)
class KindType:
    """The values of some kinds, and null."""

    kinds: frozenset[Kind]

    @property
    def is_list(self) -> bool:
        """Whether only lists conform."""
        return self.kinds == {Kind.LIST}

    def accepts(self, value: object) -> bool:
        """Whether the kind is one of these."""
        return value is None or kind(value) in self.kinds


@dataclass(frozen=True, slots=True)
class ListType:
    """Lists whose items conform."""

    item: Type
    is_list: bool = True

    def accepts(self, value: object) -> bool:
        """Whether it is such a list."""
        if value is None:
            return True
        return isinstance(value, list) and all(self.item.accepts(item) for item in value)


@dataclass(frozen=True, slots=True)
class ContextType:
    """Contexts whose named entries conform; further entries are allowed."""

    entries: Mapping[str, Type]
    is_list: bool = False

    def accepts(self, value: object) -> bool:
        """Whether it is such a context."""
        if value is None:
            return True
        return isinstance(value, dict) and all(
            name in value and entry.accepts(value[name]) for name, entry in self.entries.items()
        )


@dataclass(frozen=True, slots=True)
class RangeType:
    """Ranges whose ends conform."""

    end: Type
    is_list: bool = False

    def accepts(self, value: object) -> bool:
        """Whether it is such a range."""
        if value is None:
            return True
        return (
            isinstance(value, Range)
            and self.end.accepts(value.low)
            and self.end.accepts(value.high)
        )


@dataclass(frozen=True, slots=True)
class FunctionType:
    """Functions that take these parameters; result types are not compared."""

    parameters: tuple[Type, ...]
    is_list: bool = False

    def accepts(self, value: object) -> bool:
        """Whether it is a function with as many parameters, and none of another declared type."""
        if value is None:
            return True
        if not isinstance(value, Function) or len(value.parameters) != len(self.parameters):
            return False
        return all(
            declared in (wanted, ANY) or wanted == ANY
            for declared, wanted in zip(value.types, self.parameters, strict=False)
        )


ANY: Type = AnyType()
NAMED: Mapping[str, Type] = {
    **{str(one): KindType(frozenset({one})) for one in Kind if one is not Kind.NULL},
    "Any": ANY,
    "Null": KindType(frozenset()),
    "dateTime": KindType(frozenset({Kind.DATETIME})),
    "dayTimeDuration": KindType(frozenset({Kind.DAYS})),
    "yearMonthDuration": KindType(frozenset({Kind.MONTHS})),
    "duration": KindType(frozenset({Kind.DAYS, Kind.MONTHS})),
}


def is_instance(value: object, wanted: Type) -> bool:
    """`value instance of wanted`: null is an instance of Null only."""
    if value is None:
        return wanted == NAMED["Null"]
    return wanted.accepts(value)


def coerced(value: object, wanted: Type) -> tuple[bool, object]:
    """Whether the value conforms after the standard's conversions, and the converted value."""
    if wanted.accepts(value):
        return True, value
    if wanted.is_list and not isinstance(value, list) and wanted.accepts([value]):
        return True, [value]
    if isinstance(value, list) and len(value) == 1 and wanted.accepts(value[0]):
        return True, value[0]
    if value is not None and kind(value) is Kind.DATE:
        moment = as_datetime(cast(CivilDate, value))
        return (True, moment) if wanted.accepts(moment) else (False, None)
    return False, None
