"""A loaded decision model: it decides, and tells what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from engine.decisions.elements import Item, Link, Sort
from engine.decisions.item_definitions import Types
from engine.decisions.reading import Element, attribute
from engine.decisions.session import Session, outputs_of, service_session
from engine.errors import Finding, NotFound
from engine.feel.refusals import FeelEvaluationError
from engine.feel.run import DEFAULT_BUDGET, Budget, Run


class NoSuchDecision(NotFound):
    """The model has no decision or service of this name or id."""

    code: ClassVar[str] = "no-such-decision"
    sentence: ClassVar[str] = "Expected a decision {name}, but the model {model} has none."


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A value with the type errors that were met on the way to it."""

    value: object
    warnings: tuple[str, ...]


class Model:
    """Decisions with all they need; safe to share between threads once loaded."""

    def __init__(
        self,
        *,
        name: str,
        namespace: str,
        types: Types,
        root: Element,
        imports: Mapping[str, Model],
    ) -> None:
        self.name = name
        self.namespace = namespace
        self.types = types
        self.root = root
        #: Imported models by the prefix that texts use for them.
        self.imports = imports
        self.items: dict[str, Item] = {}
        self.findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """What diagrams call the model: its one decision that no other needs, else its own id."""
        needed = {link.id for item in self.items.values() for link in item.needs}
        tops = [
            item.id
            for item in self.items.values()
            if item.sort is Sort.DECISION and item.id not in needed
        ]
        return tops[0] if len(tops) == 1 else attribute(self.root, "id")

    def resolve(self, link: Link) -> tuple[Model, Item]:
        """The model and element that a link names; its existence was tested while loading."""
        owner = self.owner_of(link)
        return owner, owner.items[link.id]

    def owner_of(self, link: Link) -> Model:
        """The model that a link leads into."""
        if link.namespace in ("", self.namespace):
            return self
        return next(one for one in self.imports.values() if one.namespace == link.namespace)

    def prefix_of(self, other: Model) -> str:
        """The prefix under which an imported model is known here."""
        return next(prefix for prefix, one in self.imports.items() if one is other)

    def names(self) -> tuple[str, ...]:
        """The names of the decisions and services."""
        return tuple(
            item.name for item in self.items.values() if item.sort in (Sort.DECISION, Sort.SERVICE)
        )

    def inputs_of(self, name_or_id: str) -> frozenset[str]:
        """Names of the input data that a decision needs, directly or not."""
        found: set[str] = set()
        todo: list[tuple[Model, Item]] = [(self, self._find(name_or_id))]
        seen: set[tuple[str, str]] = set()
        while todo:
            model, item = todo.pop()
            if (model.namespace, item.id) in seen:
                continue
            seen.add((model.namespace, item.id))
            if item.sort is Sort.INPUT:
                found.add(item.name)
            todo += [model.resolve(link) for link in (*item.needs, *item.outputs)]
        return frozenset(found)

    def decide(
        self,
        name_or_id: str,
        inputs: Mapping[str, object],
        *,
        budget: Budget = DEFAULT_BUDGET,
        strict: bool = False,
    ) -> object:
        """The value of a decision or service for input data by name.

        A missing input is null. A type error gives null, or FeelEvaluationError when `strict`.
        Raises NoSuchDecision.
        """
        return self._value(name_or_id, inputs, Run(budget, strict=strict))

    def outcome(self, name_or_id: str, inputs: Mapping[str, object]) -> Outcome:
        """The value together with its warnings."""
        run = Run(DEFAULT_BUDGET)
        value = self._value(name_or_id, inputs, run)
        return Outcome(value=value, warnings=tuple(run.warnings))

    def _value(self, name_or_id: str, inputs: Mapping[str, object], run: Run) -> object:
        item = self._find(name_or_id)
        try:
            if item.sort is Sort.SERVICE:
                return outputs_of(service_session(self, item, run, inputs), self, item)
            return Session(run, inputs).value(self, item)
        except RecursionError:
            raise FeelEvaluationError(problem="the decisions nest too deeply") from None

    def _find(self, name_or_id: str) -> Item:
        named: Sequence[Item] = [
            item
            for item in self.items.values()
            if item.sort in (Sort.DECISION, Sort.SERVICE) and item.name == name_or_id
        ]
        item = named[0] if named else self.items.get(name_or_id)
        if item is None or item.sort not in (Sort.DECISION, Sort.SERVICE):
            raise NoSuchDecision(name=name_or_id, model=self.name)
        return item
