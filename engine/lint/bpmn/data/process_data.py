"""The inputs of a process only give, its outputs only take (BPMN 2.0.2, 10.4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "process-data"
WORDS = {
    "zh": "数据关联“{label}”的方向不对:流程的数据输入不得被写入,数据输出不得被读取。",
    "en": "Data association “{label}” goes the wrong way: the inputs of a process are not written "
    "to and its outputs not read from.",
}

_ENDS = (("targetRef", "dataInput"), ("sourceRef", "dataOutput"))


def check(model: Model) -> Iterator[Finding]:
    """Yield data associations into an input or out of an output of a process."""
    for association in model.all("dataInputAssociation", "dataOutputAssociation"):
        for end, kind in _ENDS:
            data = model.follow(association, end, kind)
            owner = data.above("ioSpecification") if data is not None else None
            if owner is not None and owner.parent and owner.parent.kind == "process":
                yield remark(RULE, association)
