"""An activity needs and makes at least one token (BPMN 2.0.2, 10.3.1, table 10.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES
from engine.lint.model import Model
from engine.lint.shapes import below

RULE = "token-quantity"
WORDS = {
    "zh": "“{label}”的 {attribute} 为 {value},不得小于 {least}。",
    "en": "“{label}” has {attribute} {value}; at least {least} is possible.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield activities that need or make fewer than one token."""
    for attribute in ("startQuantity", "completionQuantity"):
        yield from below(RULE, model.all(*ACTIVITIES), attribute, 1)
