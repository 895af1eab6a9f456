"""A node that the law locks stays in the diagram (domain: legal nodes cannot be deleted)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "locked-missing"
WORDS = {
    "zh": "法定节点“{node}”被删除或改了编号。该节点依法不得删除,请恢复。",
    "en": "The legal node “{node}” was removed or renamed. The law keeps it; restore it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield locked nodes that their process no longer has."""
    for process in model.all("process"):
        locked = model.facts.locked.get(process.id, frozenset()) if model.facts else frozenset()
        present = {element.id for element in process.walk() if element.kind in FLOW_NODES}
        for node in sorted(locked - present):
            yield remark(RULE, process, node=node)
