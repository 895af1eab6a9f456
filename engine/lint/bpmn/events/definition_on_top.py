"""Only event definitions at the top of the file may be shared by reference (10.5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import EVENT_DEFINITIONS, EVENTS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "definition-on-top"
COVERS = ("EXT095",)
WORDS = {
    "zh": "“{label}”引用了写在另一个事件内部的事件定义。请把该定义移到文件顶层,或各写一份。",
    "en": "“{label}” refers to an event definition inside another event. Move it to the top of "
    "the file.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield events that refer to an event definition nested in some event."""
    for event in model.all(*EVENTS):
        referred = (model.find(text) for text in event.texts("eventDefinitionRef"))
        found = (d for d in referred if d is not None and d.kind in EVENT_DEFINITIONS)
        if any(d.parent is not None and d.parent.kind != "definitions" for d in found):
            yield remark(RULE, event)
