"""In an executable process a message event names its message (10.5.5, table 10.98)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import EVENTS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "message-named"
COVERS = ("EXT127",)
WORDS = {
    "zh": "消息事件“{label}”没有指明消息。请选择一个消息。",
    "en": "The message event “{label}” names no message. Choose one.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield message events of executable processes without messageRef."""
    for event in model.all(*EVENTS):
        messages = (d for d in model.definitions(event) if d.kind == "messageEventDefinition")
        if model.executable(event) and any(not message.get("messageRef") for message in messages):
            yield remark(RULE, event)
