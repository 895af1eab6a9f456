"""Whatever takes part in a flow has an id, for nothing else can point to it (BPMN 2.0.2, 8.3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Model
from engine.lint.shapes import lacking

RULE = "id-present"
COVERS = ("EXT003",)
WORDS = {
    "zh": "元素({kind}{label})没有编号,其他元素无法引用它。请补上编号。",
    "en": "An element ({kind} {label}) has no id, so nothing can refer to it. Give it an id.",
}

_NAMED = FLOW_NODES | {"process", "participant", "sequenceFlow", "messageFlow", "message", "lane"}


def check(model: Model) -> Iterator[Finding]:
    """Yield the nodes, flows, processes and participants without an id."""
    return lacking(RULE, model.all(*_NAMED), "id")
