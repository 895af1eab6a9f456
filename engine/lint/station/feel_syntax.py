"""Every expression is FEEL (DMN 1.5, chapter 10) and parses before the diagram is deployed."""

from __future__ import annotations

from collections.abc import Iterator

from engine import feel
from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.lint.station.reading import formulas

RULE = "feel-syntax"
WORDS = {
    "zh": "“{label}”的 {place} 不是正确的 FEEL 表达式,请改正:{text}"
    "(第 {position} 个字符处:{problem})。",
    "en": "The {place} of “{label}” is no FEEL: {text} (at character {position}: "
    "{problem}). Correct it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield expressions that do not parse."""
    for formula in formulas(model):
        error = formula.outcome
        if isinstance(error, feel.FeelSyntaxError):
            yield remark(
                RULE, formula.element, place=formula.place, text=formula.text[:200],
                position=error.fields.get("position", 0), problem=error.fields.get("problem", ""),
            )  # fmt: skip
