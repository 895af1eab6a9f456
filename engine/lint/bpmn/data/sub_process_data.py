"""A sub-process sees the data around it and declares no inputs or outputs (10.3.5, 10.4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import SUB_PROCESSES
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "sub-process-data"
COVERS = ("EXT079",)
WORDS = {
    "zh": "子流程“{label}”声明了数据输入输出。它可直接使用外层数据,请删去 ioSpecification。",
    "en": "The sub-process “{label}” declares data inputs or outputs. It sees the data around it; "
    "remove the ioSpecification.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield embedded sub-processes with an input and output specification."""
    for scope in model.all(*SUB_PROCESSES):
        data = (io.inside("dataInput", "dataOutput") for io in scope.inside("ioSpecification"))
        if any(data) and not scope.inside("multiInstanceLoopCharacteristics"):
            yield remark(RULE, scope)
