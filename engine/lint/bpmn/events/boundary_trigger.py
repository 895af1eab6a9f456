"""On a border waits what can happen to the activity (BPMN 2.0.2, 10.5.4, tables 10.90, 10.92).

Error, cancel and compensation always end what they sit on, so they cannot be non-interrupting.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import triggered

RULE = "boundary-trigger"
COVERS = ("EXT110", "EXT130")
WORDS = {
    "zh": "边界事件“{label}”不能用触发类型 {trigger}。可用:{allowed}。",
    "en": "The boundary event “{label}” cannot have the trigger {trigger}. Possible are {allowed}.",
}

_PATIENT = frozenset({"message", "timer", "conditional", "signal", "escalation"})
_ALLOWED = _PATIENT | {"error", "cancel", "compensate"}


def check(model: Model) -> Iterator[Finding]:
    """Yield boundary events with an impossible trigger."""
    events = model.all("boundaryEvent")
    interrupting = [e for e in events if e.flag("cancelActivity", default=True)]
    yield from triggered(RULE, model, interrupting, _ALLOWED)
    yield from triggered(RULE, model, (e for e in events if e not in interrupting), _PATIENT)
