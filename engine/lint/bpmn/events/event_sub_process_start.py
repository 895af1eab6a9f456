"""An event sub-process begins with exactly one start event (BPMN 2.0.2, 10.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import SUB_PROCESSES
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "event-sub-process-start"
WORDS = {
    "zh": "事件子流程“{label}”有 {count} 个开始事件,必须恰好一个。",
    "en": "The event sub-process “{label}” has {count} start events; it needs exactly one.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield event sub-processes without, or with several, start events."""
    for scope in model.all(*SUB_PROCESSES):
        count = len(scope.inside("startEvent"))
        if scope.flag("triggeredByEvent") and count != 1:
            yield remark(RULE, scope, count=count)
