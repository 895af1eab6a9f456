"""A condition is true or false, so a number or a text cannot be one (8.4.6, 10.3.8, 10.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "condition-boolean"
COVERS = ("EXT071",)
WORDS = {
    "zh": "“{label}”的条件“{value}”不是真假值。请写成比较式,例如 amount > 100。",
    "en": "The condition “{value}” of “{label}” is neither true nor false. Write a comparison.",
}

_CONDITIONS = ("conditionExpression", "condition", "loopCondition", "completionCondition")
_LITERAL = re.compile(r"""[+-]?\d+(\.\d+)?|"[^"]*"|'[^']*'""")


def check(model: Model) -> Iterator[Finding]:
    """Yield conditions that are a plain number or a plain text."""
    found = (e for e in model.all(*_CONDITIONS) if _LITERAL.fullmatch(e.text))
    return (remark(RULE, e, value=e.text) for e in found)
