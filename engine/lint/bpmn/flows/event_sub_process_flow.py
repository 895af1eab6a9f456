"""An event sub-process is started by its event, so no flow enters or leaves it (10.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import SUB_PROCESSES
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "event-sub-process-flow"
COVERS = ("EXT021",)
WORDS = {
    "zh": "事件子流程“{label}”连有顺序流。它只由事件触发,请删去进入或离开它的顺序流。",
    "en": "Sequence flows touch the event sub-process “{label}”. Only its event starts it; remove "
    "them.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield event sub-processes with incoming or outgoing sequence flows."""
    found = (node for node in model.all(*SUB_PROCESSES) if node.flag("triggeredByEvent"))
    return offences(RULE, (n for n in found if model.incoming(n) or model.outgoing(n)))
