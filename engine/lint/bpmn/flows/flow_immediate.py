"""In an executable process a sequence flow is never "not immediate" (8.4.13, table 8.60)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "flow-immediate"
COVERS = ("EXT024",)
WORDS = {
    "zh": "可执行流程中的顺序流“{label}”写了 isImmediate=false。请删去该属性。",
    "en": "Sequence flow “{label}” of an executable process says isImmediate=false. Remove it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield sequence flows of executable processes with isImmediate set to false."""
    flows = (flow for flow in model.all("sequenceFlow") if model.executable(flow))
    return offences(RULE, (f for f in flows if not f.flag("isImmediate", default=True)))
