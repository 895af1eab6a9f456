"""A message with data goes through an operation when the process runs (10.5.5, table 10.98).

The standard asks it of every message event of an executable process. A message without a declared
item carries nothing an operation could describe: engines match it by name, and so do we. A diagram
of the station names its operations in the station's own namespace.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import EVENTS
from engine.lint.model import Model
from engine.lint.shapes import lacking

RULE = "message-operation"
COVERS = ("EXT128",)
WORDS = {
    "zh": "消息事件“{label}”没有指明操作。请为它选择接口中的一个操作。",
    "en": "The message event “{label}” names no operation. Choose one of an interface.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield message events of executable processes with data to carry and no operationRef."""
    if model.speaks_sanlian:
        return
    for event in model.all(*EVENTS):
        for trigger in model.definitions(event):
            message = model.follow(trigger, "messageRef", "message")
            if message is not None and message.get("itemRef") and model.executable(event):
                yield from lacking(RULE, [trigger], "operationRef")
