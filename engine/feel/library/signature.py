"""How a built-in function declares its parameters, and how a call's arguments are fitted to them.

One function may have several signatures (DMN 1.5 §10.3.4); the first that fits is called. Values
are converted only as the standard says: a list of one item to the item, a value to a list of one,
a date to a date and time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from engine.feel.civil import CivilDate
from engine.feel.run import Run
from engine.feel.temporal import as_datetime
from engine.feel.values import Function, Kind, kind

Work = Callable[..., object]

_WORDS: Mapping[str, frozenset[Kind]] = {
    **{str(one): frozenset({one}) for one in Kind},
    "null": frozenset({Kind.NULL}),
    "datetime": frozenset({Kind.DATETIME}),
    "days": frozenset({Kind.DAYS}),
    "months": frozenset({Kind.MONTHS}),
    "any": frozenset(Kind),
    "point": frozenset(Kind) - {Kind.RANGE, Kind.NULL, Kind.LIST, Kind.CONTEXT, Kind.FUNCTION},
}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of a signature."""

    name: str
    kinds: frozenset[Kind]
    is_optional: bool
    #: It takes all further positional arguments as one list.
    is_rest: bool


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One way to call a built-in function."""

    parameters: tuple[Parameter, ...]
    work: Work

    def fitted(
        self, positional: Sequence[object], named: Mapping[str, object]
    ) -> list[object] | None:
        """The arguments for `work`, or None when they do not fit."""
        given = self._named(named) if named else self._positional(positional)
        if given is None:
            return None
        fitted: list[object] = []
        for parameter, value in zip(self.parameters, given, strict=False):
            fits, converted = _converted(value, parameter)
            if not fits:
                return None
            fitted.append(converted)
        return fitted

    def _positional(self, values: Sequence[object]) -> list[object] | None:
        required = sum(not (one.is_optional or one.is_rest) for one in self.parameters)
        last = self.parameters[-1] if self.parameters else None
        if len(values) < required:
            return None
        if last is not None and last.is_rest:
            head = len(self.parameters) - 1
            return [*values[:head], list(values[head:])]
        return list(values) if len(values) <= len(self.parameters) else None

    def _named(self, values: Mapping[str, object]) -> list[object] | None:
        names = {parameter.name for parameter in self.parameters}
        if not values.keys() <= names:
            return None
        for parameter in self.parameters:
            may_miss = parameter.is_optional or parameter.is_rest
            if parameter.name not in values and not may_miss:
                return None
        return [_named(parameter, values) for parameter in self.parameters]


def _named(parameter: Parameter, values: Mapping[str, object]) -> object:
    value = values.get(parameter.name, [] if parameter.is_rest else None)
    return value if isinstance(value, list) or not parameter.is_rest else [value]


def _converted(value: object, parameter: Parameter) -> tuple[bool, object]:
    sort = kind(value)
    if sort in parameter.kinds or parameter.is_rest:
        return True, value
    if value is None:
        return parameter.is_optional, None
    if Kind.LIST in parameter.kinds:
        return True, [value]
    if isinstance(value, list):
        return _converted(value[0], parameter) if len(value) == 1 else (False, None)
    if sort is Kind.DATE and Kind.DATETIME in parameter.kinds:
        return True, as_datetime(cast(CivilDate, value))
    return False, None


def read(declaration: str) -> Parameter:
    """A parameter from `name: kinds`, `name?: kinds` (optional) or `name*: kinds` (the rest)."""
    name, _, kinds = declaration.partition(":")
    allowed: frozenset[Kind] = frozenset()
    for word in kinds.split("|"):
        allowed |= _WORDS[word.strip()]
    return Parameter(
        name=name.rstrip("?*"),
        kinds=allowed,
        is_optional=name.endswith("?"),
        is_rest=name.endswith("*"),
    )


class Library:
    """Built-in functions by name; filled while the modules of this package are imported."""

    def __init__(self) -> None:
        self.signatures: dict[str, list[Signature]] = {}

    def function(self, name: str, *declarations: str) -> Callable[[Work], Work]:
        """Declare one signature; `work` takes the run and the fitted arguments."""

        def keep(work: Work) -> Work:
            parameters = tuple(read(declaration) for declaration in declarations)
            signature = Signature(parameters=parameters, work=work)
            self.signatures.setdefault(name, []).append(signature)
            return work

        return keep

    def values(self) -> dict[str, object]:
        """Every function as a FEEL value."""
        return {name: _function(name, tuple(found)) for name, found in self.signatures.items()}


def _function(name: str, signatures: tuple[Signature, ...]) -> Function:
    parameters = tuple(parameter.name for parameter in signatures[0].parameters)

    def apply(run: Run, positional: Sequence[object], named: Mapping[str, object]) -> object:
        for signature in signatures:
            arguments = signature.fitted(positional, named)
            if arguments is not None:
                return signature.work(run, *arguments)
        return run.warn(f"the arguments of {name} do not fit")

    return Function(name, parameters, apply)


LIBRARY = Library()
