"""A link jumps: its target has no way in, its source no way out (10.5.4, 10.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "link-flow"
COVERS = ("EXT117",)
WORDS = {
    "zh": "链接事件“{label}”的连线方向不对:来源链接不得有流出线,目标链接不得有流入线。",
    "en": "Link “{label}” is connected the wrong way: a source has no flow out, a target none in.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield link targets with incoming and link sources with outgoing flows."""
    for event in model.all("intermediateCatchEvent", "intermediateThrowEvent"):
        if "linkEventDefinition" in model.triggers(event):
            catches = event.kind == "intermediateCatchEvent"
            if model.incoming(event) if catches else model.outgoing(event):
                yield remark(RULE, event)
