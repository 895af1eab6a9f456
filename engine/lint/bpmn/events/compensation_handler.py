"""A boundary event for compensation leads by association to one handler (10.5.4, 10.7.1).

The handler is an activity marked as being for compensation, and no flow leaves the event.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "compensation-handler"
COVERS = ("EXT143",)
WORDS = {
    "zh": "补偿边界事件“{label}”应只用关联线连到一个标为补偿的活动,且没有流出线。请改正连接。",
    "en": "The compensation event “{label}” needs an association to an activity marked for "
    "compensation, and no sequence flow. Correct its connections.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield boundary events for compensation that lead elsewhere than to their handler."""
    for event in model.all("boundaryEvent"):
        if "compensateEventDefinition" in model.triggers(event):
            activities = (e for e in model.associated(event) if e.kind in ACTIVITIES)
            handlers = [activity for activity in activities if activity.flag("isForCompensation")]
            if not handlers or model.outgoing(event):
                yield remark(RULE, event)
