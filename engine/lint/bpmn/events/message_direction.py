"""A catching event only receives by message flow, a throwing one only sends (10.5.2 to 10.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import CATCHING, THROWING
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "message-direction"
COVERS = ("EXT102", "EXT108", "EXT119")
WORDS = {
    "zh": "消息流“{label}”的方向与事件“{event}”不符:捕获事件只能接收,抛出事件只能发送。",
    "en": "Message flow “{label}” contradicts the event “{event}”: a catching event only "
    "receives, a throwing one only sends.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield message flows that leave a catching event or enter a throwing one."""
    for flow in model.all("messageFlow"):
        for end, kinds in (("sourceRef", CATCHING), ("targetRef", THROWING)):
            event = model.follow(flow, end, *kinds)
            if event is not None:
                yield remark(RULE, flow, event=event.label)
