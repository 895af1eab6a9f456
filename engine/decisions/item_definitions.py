"""Item definitions: the model's own types, with components, collections and allowed values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.decisions.reading import (
    Element,
    attribute,
    child,
    children,
    kind_of,
    named,
    text_of,
)
from engine.feel.conformance import ANY, NAMED, FunctionType, ListType, Type
from engine.feel.evaluation import Expression, parse


class Types:
    """The types of one model by name; a reference is resolved when it is first asked for."""

    def __init__(self, imported: Mapping[str, Types]) -> None:
        self._items: dict[str, Type] = {}
        self._imported = imported

    def add(self, name: str, item: Type) -> None:
        """Make a type known."""
        self._items[name] = item

    def find(self, reference: str) -> Type | None:
        """The type that a typeRef names, with or without the prefix of an import."""
        reference = " ".join(reference.split())
        if not reference:
            return ANY
        found = self._items.get(reference) or NAMED.get(reference)
        if found is None and "." in reference:
            front, _, rest = reference.partition(".")
            source = self._imported.get(front)
            found = None if source is None else source.find(rest)
        if found is None and ":" in reference:
            return self.find(reference.partition(":")[2])
        return found

    def target(self, wanted: Type) -> Type:
        """The type behind a reference."""
        while isinstance(wanted, ReferredType):
            wanted = self.find(wanted.reference) or ANY
        return wanted

    def by_name(self) -> Mapping[str, Type]:
        """The model's own types, for `instance of`."""
        return self._items


@dataclass(frozen=True, slots=True, eq=False)
class ReferredType:
    """A typeRef, looked up when a value is tested, so that definitions may stand in any order."""

    types: Types
    reference: str

    def _target(self) -> Type:
        return self.types.find(self.reference) or ANY

    def __eq__(self, other: object) -> bool:
        """It is the type that it names."""
        return self._target() == other

    def __hash__(self) -> int:
        """Equal types are few and are never used as keys together."""
        return hash(self.reference)

    @property
    def is_list(self) -> bool:
        """Whether the named type takes lists."""
        return self._target().is_list

    def accepts(self, value: object) -> bool:
        """Whether the value conforms to the named type."""
        return self._target().accepts(value)


@dataclass(frozen=True, slots=True)
class ComponentType:
    """Contexts with these entries; one that is missing counts as null."""

    entries: Mapping[str, Type]
    is_list: bool = False

    def accepts(self, value: object) -> bool:
        """Whether it is such a context."""
        if value is None:
            return True
        return isinstance(value, dict) and all(
            entry.accepts(value.get(name)) for name, entry in self.entries.items()
        )


@dataclass(frozen=True, slots=True)
class AllowedType:
    """The values of a base that pass a unary test; null always may be."""

    base: Type
    allowed: Expression

    @property
    def is_list(self) -> bool:
        """Whether the base takes lists."""
        return self.base.is_list

    def accepts(self, value: object) -> bool:
        """Whether the value conforms and is allowed."""
        if value is None:
            return True
        return self.base.accepts(value) and self.allowed.evaluate({"?": value}) is True


def simple_type(types: Types, element: Element) -> Type:
    """The type of an item definition or component, before allowed values and collection."""
    components = list(children(element, "itemComponent"))
    if components:
        return ComponentType({named(one): item_type(types, one) for one in components})
    function = child(element, "functionItem")
    if function is not None:
        return FunctionType(
            tuple(
                ReferredType(types, attribute(one, "typeRef"))
                for one in children(function, "parameters")
            )
        )
    return ReferredType(types, reference_of(element))


def item_type(types: Types, element: Element) -> Type:
    """The whole type of an item definition or component."""
    base = _constrained(simple_type(types, element), child(element, "allowedValues"))
    if attribute(element, "isCollection") == "true":
        base = ListType(base)
    return _constrained(base, child(element, "typeConstraint"))


def _constrained(base: Type, allowed: Element | None) -> Type:
    text = text_of(allowed)
    return base if not text else AllowedType(base, parse(text, unary=True))


def reference_of(element: Element | None) -> str:
    """The typeRef of an element, an attribute or (in item definitions) a child."""
    return attribute(element, "typeRef") or text_of(element, "typeRef")


def component_names(root: Element) -> Iterator[str]:
    """Every name that may stand after a point in the model's texts."""
    for element in root.iter():
        if kind_of(element) == "itemComponent" or kind_of(element) in ("output", "column"):
            yield named(element)
