"""A node that the law locks is marked so, that the modeler may show it and keep hands off."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "locked-unmarked"
WORDS = {
    "zh": "法定节点“{label}”的锁定标记(sanlian:locked)被去掉了。请恢复。",
    "en": "The legal node “{label}” has lost its mark sanlian:locked. Restore it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield locked nodes without their mark."""
    for process in model.all("process"):
        locked = model.facts.locked.get(process.id, frozenset()) if model.facts else frozenset()
        found = (e for e in process.walk() if e.id in locked and e.kind in FLOW_NODES)
        yield from offences(RULE, (e for e in found if not e.flag("sanlian:locked")))
