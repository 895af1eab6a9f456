"""An attribute of the station's namespace is one that the engine knows, where it knows it.

A misspelt attribute would be silently without effect; nothing is silently ignored.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES, EVENTS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "attribute-unknown"
WORDS = {
    "zh": "“{label}”上的属性 {attribute} 不起作用或拼写有误。请删去或改正。",
    "en": "The attribute {attribute} means nothing on “{label}”, or is misspelt. Remove or "
    "correct it.",
}

_TASK = frozenset(
    {
        "form",
        "unit",
        "assignee",
        "priority",
        "deadline",
        "due",
        "notBy",
        "stage",
        "operation",
        "decision",
        "result",
        "correlation",
    }
)
_PEOPLE = frozenset({"acts", "sendBackTo"})
_EVENT = frozenset(
    {
        "operation",
        "correlation",
        "act",
        "form",
        "roles",
        "stage",
        "unit",
        "deadline",
        "decision",
    }
)
_ANYWHERE = frozenset({"nameEn", "locked"})


def check(model: Model) -> Iterator[Finding]:
    """Yield attributes of our namespace that have no meaning where they stand."""
    for element in model.elements:
        if not element.kind.startswith("sanlian:"):
            known = _known(element.kind)
            for name in element.attributes:
                prefix, _, local = name.partition(":")
                if prefix == "sanlian" and local not in known:
                    yield remark(RULE, element, attribute=name)


def _known(kind: str) -> frozenset[str]:
    if kind == "userTask":
        return _TASK | _PEOPLE | _ANYWHERE
    if kind in ACTIVITIES:
        return _TASK | _ANYWHERE
    if kind in EVENTS:
        return _EVENT | _ANYWHERE
    own = {"lane": {"role"}, "process": {"unit", "stage"}, "participant": {"role", "unit"}}
    return _ANYWHERE | own.get(kind, frozenset())
