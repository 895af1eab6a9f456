"""Every FEEL text of a diagram, with the place where it is evaluated.

Conditions, loops, inputs and attributes are evaluated over process data; outputs over what an
operation or a message brought. A timer in ISO 8601 is no FEEL text. Broken texts are listed too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from engine import feel
from engine.errors import Finding
from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Element, Model
from engine.lint.shapes import remark
from engine.lint.timers import FORMS, timer_texts

_CONDITIONS = (
    "conditionExpression", "condition", "loopCondition", "loopCardinality", "completionCondition",
)  # fmt: skip
_ATTRIBUTES = ("unit", "assignee", "priority", "due", "correlation")


@dataclass(frozen=True, kw_only=True)
class Formula:
    """One FEEL text and where it stands."""

    #: The element that the text belongs to.
    element: Element
    #: Attribute or element name in which it is written.
    place: str
    text: str
    #: Whether it is evaluated over process data; outputs are over a result or payload.
    over_data: bool

    @cached_property
    def outcome(self) -> feel.Expression | feel.FeelSyntaxError:
        """The expression, or what is wrong with the text."""
        try:
            return feel.parse(self.text)
        except feel.FeelSyntaxError as error:
            return error

    @property
    def parsed(self) -> feel.Expression | None:
        """The expression, or None when the text is no FEEL."""
        return self.outcome if isinstance(self.outcome, feel.Expression) else None


def formulas(model: Model) -> tuple[Formula, ...]:
    """Return every FEEL text of the file; each is parsed once, whoever asks."""
    return model.once(formulas, lambda: tuple(_formulas(model)))


def _formulas(model: Model) -> Iterator[Formula]:
    for element in model.all(*_CONDITIONS):
        if element.text:
            yield Formula(element=element, place=element.kind, text=element.text, over_data=True)
    for timer, place, text in timer_texts(model):
        if not FORMS[place].fullmatch(text):
            yield Formula(element=timer, place=place, text=text, over_data=True)
    for kind in ("sanlian:input", "sanlian:output"):
        for element in model.all(kind):
            over_data = kind == "sanlian:input"
            text = element.get("value")
            if text:
                yield Formula(element=element, place=kind, text=text, over_data=over_data)
    yield from _attributes(model)


def _attributes(model: Model) -> Iterator[Formula]:
    for element in model.elements:
        for name in _ATTRIBUTES:
            text = element.attributes.get(f"sanlian:{name}", "").strip()
            if text:
                yield Formula(element=element, place=name, text=text, over_data=True)


def node_of(model: Model, element: Element) -> Element | None:
    """Return the flow node at which an element takes effect; for a flow, its source."""
    for inside in (element, *element.ancestors()):
        if inside.kind in FLOW_NODES:
            return inside
        if inside.kind == "sequenceFlow":
            return model.follow(inside, "sourceRef", *FLOW_NODES)
    return None


def unlisted(
    rule: str, elements: Iterable[Element], attribute: str, known: frozenset[str]
) -> Iterator[Finding]:
    """Remark on elements that name, in an attribute, something which the station does not have."""
    for element in elements:
        for name in element.get(attribute).split():
            if name not in known:
                yield remark(rule, element, name=name)
