"""What is shared while one model's texts are read: its types, its names, and what was found wrong.

A text that cannot be read becomes a finding and a step that gives null with a warning, so that the
other decisions of a model still stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.decisions.item_definitions import Types
from engine.decisions.reading import Element, place_of
from engine.errors import Finding, Severity
from engine.feel.conformance import ANY, Type, coerced
from engine.feel.evaluation import Expression, parse
from engine.feel.refusals import FeelSyntaxError
from engine.feel.run import Frame, Step


@dataclass(kw_only=True)
class Builder:
    """Reads the texts of one model."""

    types: Types
    #: Names of components and columns, found after a point.
    paths: frozenset[str]
    #: Whether a name that nothing defines is a finding; only a whole station model asks for it.
    is_closed: bool
    findings: list[Finding] = field(default_factory=list)

    def find(self, rule: str, element: Element, **fields: object) -> None:
        """Note what is wrong with an element."""
        self.findings.append(Finding(rule=rule, element=place_of(element), fields=fields))

    def advise(self, rule: str, element: Element, **fields: object) -> None:
        """Note what is allowed but looks like a mistake."""
        place = place_of(element)
        self.findings.append(
            Finding(rule=rule, severity=Severity.WARNING, element=place, fields=fields)
        )

    def expression(
        self, text: str, names: frozenset[str], element: Element, *, unary: bool = False
    ) -> Expression | None:
        """A FEEL text in the scope of these names; None after a finding."""
        try:
            return parse(
                text,
                names=names,
                unary=unary,
                functions=frozenset() if self.is_closed else None,
                paths=self.paths,
                types=self.types.by_name(),
            )
        except FeelSyntaxError as error:
            self.find("decision-text", element, **error.fields)
            return None

    def text(
        self, text: str, names: frozenset[str], element: Element, *, unary: bool = False
    ) -> Step:
        """The step of a FEEL text."""
        expression = self.expression(text, names, element, unary=unary)
        return broken(element) if expression is None else expression.step

    def type_of(self, reference: str, element: Element) -> Type:
        """The type that a typeRef names; Any after a finding."""
        found = self.types.find(reference)
        if found is None:
            self.find("decision-type", element, type=reference)
        return ANY if found is None else found


def broken(element: Element) -> Step:
    """The step of what could not be read."""
    place = place_of(element)
    return lambda frame: frame.run.warn(f"{place} cannot be read")


def checked(step: Step, wanted: Type, place: str) -> Step:
    """The step with its value converted to a type, or null when it has another."""
    if wanted is ANY:
        return step

    def check(frame: Frame) -> object:
        fits, value = coerced(step(frame), wanted)
        return value if fits else frame.run.warn(f"the value of {place} has another type")

    return check
