"""A start and an end event list the flows that touch them (BPMN 2.0.2, 10.5.2, 10.5.3, 15.3.1).

The exchange format says a connection twice: on the flow, and on the node by `incoming` and
`outgoing`. A file that writes these lists at all writes them on its start and end events; one that
leaves them out everywhere is read by its flows alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "flow-listed"
COVERS = ("EXT101", "EXT107")
WORDS = {
    "zh": "“{label}”没有列出它的 {list},与顺序流不一致。请在建模工具中重新连接并保存。",
    "en": "“{label}” does not list its {list} although a flow says so. Reconnect it in the "
    "modeler.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield start events without `outgoing` and end events without `incoming`."""
    if not model.all("incoming", "outgoing"):
        return
    for event in model.all("startEvent"):
        if model.outgoing(event) and not event.inside("outgoing"):
            yield remark(RULE, event, list="outgoing")
    for event in model.all("endEvent"):
        if model.incoming(event) and not event.inside("incoming"):
            yield remark(RULE, event, list="incoming")
