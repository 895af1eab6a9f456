"""A decision that a diagram asks is deployed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.station.reading import unlisted

RULE = "unknown-decision"
WORDS = {
    "zh": "“{label}”引用的决策表“{name}”不存在。请先部署该决策表,或改选已有的。",
    "en": "“{label}” asks the decision “{name}”, which does not exist. Deploy it first or choose "
    "another.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield elements with a decision that the station does not have."""
    if model.facts is None:
        return iter(())
    return unlisted(RULE, model.elements, "sanlian:decision", model.facts.decisions)
