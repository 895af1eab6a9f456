"""Findings are collected while a file is read, so that an author sees all of them at once.

A finding names its element by the author's id. Expressions are parsed here, because a broken one is
just another finding. Nothing here decides what is allowed.
"""

from __future__ import annotations

from engine.errors import Finding, NotDeployable
from engine.spiff.script import HOST_FUNCTIONS, Expression, FeelSyntaxError, compiled

_MISREAD = {"id-missing", "id-used-twice", "element-misplaced"}


class Findings:
    """The remarks on one file so far."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def add(self, rule: str, element: str = "", **fields: object) -> None:
        """Note one reason why the file cannot be deployed."""
        self._found.append(Finding(rule=rule, element=element, fields=fields))

    @property
    def any_unsupported(self) -> bool:
        """Whether an element was left out because this engine does not execute it."""
        return any(finding.rule.startswith("unsupported-") for finding in self._found)

    @property
    def any_misread(self) -> bool:
        """Whether nodes cannot be told apart or found, so that nothing more can be said of them."""
        return any(finding.rule in _MISREAD for finding in self._found)

    def condition(self, text: str | None, element: str, where: str) -> Expression | None:
        """The parsed FEEL of a condition or count, which may not ask the world for deadlines."""
        return self.expression(text, element, where, lent=frozenset())

    def expression(
        self,
        text: str | None,
        element: str,
        where: str,
        *,
        lent: frozenset[str] = HOST_FUNCTIONS,
    ) -> Expression | None:
        """The parsed FEEL of an attribute or element; None when absent or broken."""
        if not text:
            return None
        try:
            return compiled(text, lent=lent)
        except FeelSyntaxError as broken:
            self.add(
                "feel-syntax",
                element,
                where=where,
                text=text[:500],
                position=broken.position,
                problem=broken.fields.get("problem", ""),
            )
            return None

    def refuse_if_any(self) -> None:
        """Raise `NotDeployable` with everything found so far."""
        if self._found:
            raise NotDeployable(self._found)
