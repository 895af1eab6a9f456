"""An intermediate event has a way in and a way out; a link has only one of them (10.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "intermediate-flow"
COVERS = ("EXT116",)
WORDS = {
    "zh": "中间事件“{label}”缺少{missing}。请把它接入流程。",
    "en": "The intermediate event “{label}” lacks {missing_en}. Connect it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield intermediate events that lack incoming or outgoing flows."""
    for event in model.all("intermediateCatchEvent", "intermediateThrowEvent"):
        link = "linkEventDefinition" in model.triggers(event)
        catches = event.kind == "intermediateCatchEvent"
        if not (model.outgoing(event) or event.inside("outgoing") or (link and not catches)):
            yield remark(RULE, event, missing="流出线", missing_en="a flow out")
        if not (model.incoming(event) or event.inside("incoming") or (link and catches)):
            yield remark(RULE, event, missing="流入线", missing_en="a flow in")
