"""The start of an event sub-process waits for something that can happen (10.3.5, table 10.86).

Message, timer, conditional, signal, escalation, error, compensation and several of them; an error
or a compensation cannot leave the surrounding process running.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import SUB_PROCESSES
from engine.lint.model import Model
from engine.lint.shapes import triggered

RULE = "event-sub-process-trigger"
COVERS = ("EXT059",)
WORDS = {
    "zh": "事件子流程的开始事件“{label}”不能用触发类型 {trigger}。可用:{allowed}。",
    "en": "The start event “{label}” of an event sub-process cannot have the trigger {trigger}. "
    "Possible are {allowed}.",
}

_PATIENT = frozenset({"message", "timer", "conditional", "signal", "escalation"})
_ALLOWED = _PATIENT | {"error", "compensate"}


def check(model: Model) -> Iterator[Finding]:
    """Yield start events of event sub-processes with an impossible trigger."""
    scopes = [s for s in model.all(*SUB_PROCESSES) if s.flag("triggeredByEvent")]
    events = [event for scope in scopes for event in scope.inside("startEvent")]
    interrupting = [e for e in events if e.flag("isInterrupting", default=True)]
    yield from triggered(RULE, model, interrupting, _ALLOWED)
    yield from triggered(RULE, model, (e for e in events if e not in interrupting), _PATIENT)
