"""A boundary event leads on by sequence flow, one for compensation by association (10.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "boundary-outgoing"
COVERS = ("EXT113",)
WORDS = {
    "zh": "边界事件“{label}”没有流出线。请把它连到发生后要做的步骤。",
    "en": "Nothing follows the boundary event “{label}”. Connect it to what is to be done then.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield boundary events without an outgoing sequence flow, save those for compensation."""
    for event in model.all("boundaryEvent"):
        leads_on = model.outgoing(event) or event.inside("outgoing")
        if not leads_on and "compensateEventDefinition" not in model.triggers(event):
            yield remark(RULE, event)
