"""What a decision model is called and made of, in both languages, for people who look at it.

The Chinese names stand in the standard's own attributes, the English ones beside them in the
house's namespace, as in diagrams.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.decisions.model import Model
from engine.decisions.reading import (
    Element,
    attribute,
    child,
    children,
    kind_of,
    named,
    text_of,
)

_ENGLISH = "{urn:sanlian:bpmn:1}nameEn"
_PARTS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


@dataclass(frozen=True, kw_only=True)
class Named:
    """Something with an id, a name, and perhaps an English name."""

    id: str
    name: str
    name_en: str

    def in_language(self, language: str) -> str:
        """The name in zh or en; in English the Chinese one when there is no other."""
        return (self.name_en if language == "en" else "") or self.name or self.id


@dataclass(frozen=True, kw_only=True)
class Table(Named):
    """One decision table: what it asks, what it answers, and how many rules it has."""

    hit_policy: str
    inputs: tuple[Named, ...]
    outputs: tuple[Named, ...]
    rules: int


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A model as people see it."""

    model: Named
    parts: tuple[Named, ...]
    tables: tuple[Table, ...]


def outline(model: Model) -> Outline:
    """The names of a loaded model, of its parts, and of the columns of its tables."""
    return Outline(
        model=_named(model.root),
        parts=tuple(_named(one) for one in children(model.root, *_PARTS)),
        tables=tuple(_tables(model.root)),
    )


def _tables(root: Element) -> Iterator[Table]:
    for decision in children(root, "decision"):
        table = child(decision, "decisionTable")
        if table is None:
            continue
        of = _named(decision)
        yield Table(
            id=of.id, name=of.name, name_en=of.name_en,
            hit_policy=" ".join(
                part for part in (attribute(table, "hitPolicy") or "UNIQUE",
                                  attribute(table, "aggregation")) if part
            ),
            inputs=tuple(_input(one) for one in children(table, "input")),
            outputs=tuple(_output(one) for one in children(table, "output")),
            rules=sum(kind_of(one) == "rule" for one in table),
        )  # fmt: skip


def _named(element: Element) -> Named:
    """A part by what people call it: the label before the name, which is often a key."""
    return Named(
        id=attribute(element, "id"), name=attribute(element, "label") or named(element),
        name_en=attribute(element, _ENGLISH),
    )  # fmt: skip


def _input(element: Element) -> Named:
    """A question of a table, known by its expression."""
    asked = text_of(child(element, "inputExpression"))
    shown = _named(element)
    return Named(id=asked, name=shown.name or asked, name_en=shown.name_en)


def _output(element: Element) -> Named:
    """An answer of a table, known by its key."""
    shown = _named(element)
    return Named(id=named(element) or shown.id, name=shown.name, name_en=shown.name_en)
