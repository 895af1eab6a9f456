"""What is compensated by name can be compensated: it has a handler (BPMN 2.0.2, 10.7.1, 10.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES, SUB_PROCESSES
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "compensation-target"
WORDS = {
    "zh": "补偿事件指定的活动“{activity}”没有补偿边界事件或补偿子流程。请为它补上。",
    "en": "The activity “{activity}” to be compensated has no compensation handler. Add one.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield compensations of activities without a handler."""
    for thrown in model.all("compensateEventDefinition"):
        activity = model.follow(thrown, "activityRef", *ACTIVITIES)
        if activity is not None and not _has_handler(model, activity):
            yield remark(RULE, thrown, activity=activity.label)


def _has_handler(model: Model, activity: Element) -> bool:
    inside = activity.kind in SUB_PROCESSES or activity.kind == "callActivity"
    hung = (model.triggers(event) for event in model.boundaries(activity))
    return inside or any("compensateEventDefinition" in kinds for kinds in hung)
