"""Multiple instances that throw say which event they throw (BPMN 2.0.2, 10.3.8, table 10.29)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "behavior-event"
WORDS = {
    "zh": "多实例活动“{label}”的行为是 {behavior},但没有指定 {needed}。请补上。",
    "en": "Multi-instance activity “{label}” has the behavior {behavior} but no {needed}. Add it.",
}

_NEEDED = {
    "None": "noneBehaviorEventRef",
    "One": "oneBehaviorEventRef",
    "Complex": "complexBehaviorDefinition",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield multi-instance markers of executable processes without the event they throw."""
    for loop in model.all("multiInstanceLoopCharacteristics"):
        needed = _NEEDED.get(loop.get("behavior"), "")
        if needed and model.executable(loop) and not (loop.get(needed) or loop.inside(needed)):
            yield remark(RULE, loop, behavior=loop.get("behavior"), needed=needed)
