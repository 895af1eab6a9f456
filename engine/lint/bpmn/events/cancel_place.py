"""Cancel belongs to a transaction: on its border, or at an end inside it (10.3.5, 10.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "cancel-place"
COVERS = ("EXT111", "EXT120")
WORDS = {
    "zh": "取消事件“{label}”不在事务子流程上。请改用事务子流程,或改用错误事件。",
    "en": "The cancel event “{label}” does not belong to a transaction. Use a transaction, or an "
    "error.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield cancel events on other borders than a transaction's, or ending something else."""
    for event in model.all("boundaryEvent", "endEvent"):
        if "cancelEventDefinition" in model.triggers(event) and not _in_transaction(model, event):
            yield remark(RULE, event)


def _in_transaction(model: Model, event: Element) -> bool:
    if event.kind == "boundaryEvent":
        return model.follow(event, "attachedToRef", "transaction") is not None
    return event.above("transaction") is not None
