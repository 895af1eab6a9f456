"""The item of each instance is of the structure of the list (BPMN 2.0.2, 10.3.8, table 10.29)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.items import definition
from engine.lint.kinds import ITEM_AWARE
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "loop-item"
WORDS = {
    "zh": "多实例活动“{label}”的 {item} 与列表“{list}”的元素结构不一致。请使用相同的结构。",
    "en": "The {item} of multi-instance activity “{label}” is not of the structure of the list "
    "“{list}”. Use the same structure.",
}

_PAIRS = (("loopDataInputRef", "inputDataItem"), ("loopDataOutputRef", "outputDataItem"))


def check(model: Model) -> Iterator[Finding]:
    """Yield multi-instance markers whose item and list are declared with other structures."""
    for loop in model.all("multiInstanceLoopCharacteristics"):
        for reference, kind in _PAIRS:
            whole = model.follow(loop, reference, *ITEM_AWARE)
            many = definition(model, whole) if whole is not None else None
            for item in loop.inside(kind):
                one = definition(model, item)
                if one and many and one.get("structureRef") != many.get("structureRef"):
                    yield remark(RULE, loop, item=kind, list=loop.get(reference))
