"""A message event and its operation speak of the same message (10.5.5, table 10.98)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "message-of-operation"
WORDS = {
    "zh": "“{label}”的消息“{message}”不是操作“{operation}”收发的消息。请改用同一个消息。",
    "en": "“{label}” names the message “{message}”, which its operation “{operation}” does not "
    "use.",
}

_HOLDERS = ("messageEventDefinition", "sendTask", "receiveTask")


def check(model: Model) -> Iterator[Finding]:
    """Yield events, send and receive tasks whose message is not one of their operation."""
    for holder in model.all(*_HOLDERS):
        message = model.follow(holder, "messageRef", "message")
        operation = model.follow(holder, "operationRef", "operation")
        if message is not None and operation is not None:
            used = (operation.get("inMessageRef"), operation.get("outMessageRef"))
            if message not in [model.find(name) for name in used if name]:
                yield remark(RULE, holder, message=message.label, operation=operation.label)
