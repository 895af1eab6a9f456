"""A form that a diagram names is deployed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.station.reading import unlisted

RULE = "unknown-form"
WORDS = {
    "zh": "“{label}”使用的表单“{name}”不存在。请先部署该表单,或改选已有的表单。",
    "en": "“{label}” uses the form “{name}”, which does not exist. Deploy it first or choose "
    "another.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield elements with a form that the station does not have."""
    if model.facts is None:
        return iter(())
    return unlisted(RULE, model.elements, "sanlian:form", model.facts.forms)
