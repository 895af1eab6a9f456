"""The list of multiple instances is data of the activity or of its scope (10.3.8, table 10.29).

A name that is no element of the file is the key of process data, which the engine looks up.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ITEM_AWARE
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "loop-data"
COVERS = ("EXT068",)
WORDS = {
    "zh": "多实例活动“{label}”的 {reference} 指向“{target}”,它不是数据输入或数据对象。请改正。",
    "en": "The {reference} of multi-instance activity “{label}” names “{target}”, which holds no "
    "data. Refer to a data input or a data object.",
}

_SIDES = {"loopDataInputRef": "dataOutput", "loopDataOutputRef": "dataInput"}


def check(model: Model) -> Iterator[Finding]:
    """Yield multi-instance lists that refer to something that is no list of data."""
    for loop in model.all("multiInstanceLoopCharacteristics"):
        for reference, wrong_side in _SIDES.items():
            found = model.follow(loop, reference)
            if found is not None and (found.kind not in ITEM_AWARE or found.kind == wrong_side):
                yield remark(RULE, loop, reference=reference, target=found.label)
