"""A sub-process in the flow starts when the token arrives, so by a none event (10.3.5, 10.5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import SUB_PROCESSES
from engine.lint.model import Model
from engine.lint.shapes import triggered

RULE = "sub-process-start-trigger"
WORDS = {
    "zh": "子流程内的开始事件“{label}”带有触发类型 {trigger}。普通子流程只能用无触发的开始事件。",
    "en": "The start event “{label}” inside a sub-process has the trigger {trigger}. An ordinary "
    "sub-process starts by a none event.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield triggered start events in sub-processes that are not event sub-processes."""
    scopes = (s for s in model.all(*SUB_PROCESSES) if not s.flag("triggeredByEvent"))
    events = (event for scope in scopes for event in scope.inside("startEvent"))
    return triggered(RULE, model, events, frozenset(), none="allowed")
