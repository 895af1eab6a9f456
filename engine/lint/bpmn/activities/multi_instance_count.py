"""Multiple instances know their number: by an expression or by a list (10.3.8, table 10.29)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "multi-instance-count"
COVERS = ("EXT067",)
WORDS = {
    "zh": "多实例活动“{label}”没有说明实例个数。请填写数目表达式或输入列表(二者之一,且不得为负)。",
    "en": "Multi-instance activity “{label}” does not say how many. Give either a cardinality or "
    "an input list; a number may not be negative.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield multi-instance markers of executable processes without a usable number."""
    for loop in model.all("multiInstanceLoopCharacteristics"):
        ways = len(loop.inside("loopCardinality")) + len(loop.inside("loopDataInputRef"))
        negative = loop.get("loopCardinality").startswith("-")
        if model.executable(loop) and (ways != 1 or negative):
            yield remark(RULE, loop)
