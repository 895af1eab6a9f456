"""An operation that a diagram calls is in the visible table of operations."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.station.reading import unlisted

RULE = "unknown-operation"
WORDS = {
    "zh": "“{label}”调用的操作“{name}”不存在。请从操作表中选择。",
    "en": "“{label}” calls the operation “{name}”, which does not exist. Choose one of the table.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield elements with an operation that the station does not have."""
    if model.facts is None:
        return iter(())
    return unlisted(RULE, model.elements, "sanlian:operation", model.facts.operations)
