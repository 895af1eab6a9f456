"""A role that a diagram names is one that people can hold."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.station.reading import unlisted

RULE = "unknown-role"
WORDS = {
    "zh": "“{label}”使用的角色“{name}”不存在。请从角色表中选择。",
    "en": "“{label}” names the role “{name}”, which does not exist. Choose one of the table.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield lanes and events with a role that the station does not know."""
    if model.facts is not None:
        for attribute in ("sanlian:role", "sanlian:roles"):
            yield from unlisted(RULE, model.elements, attribute, model.facts.roles)
