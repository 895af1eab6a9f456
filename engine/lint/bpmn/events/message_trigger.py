"""An event at a message flow says that it is about a message (BPMN 2.0.2, 10.5.2 to 10.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import CATCHING, THROWING
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "message-trigger"
COVERS = ("EXT109",)
WORDS = {
    "zh": "事件“{event}”连有消息流“{label}”,但它不是消息事件。请改为消息事件。",
    "en": "Message flow “{label}” touches the event “{event}”, which is no message event. Make it "
    "one.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield message flows from throwing or to catching events without a message definition."""
    for flow in model.all("messageFlow"):
        for end, kinds in (("sourceRef", THROWING), ("targetRef", CATCHING)):
            event = model.follow(flow, end, *kinds)
            if event is not None and "messageEventDefinition" not in model.triggers(event):
                yield remark(RULE, flow, event=event.label)
