"""An id names one element of the file, and no second one (BPMN 2.0.2, 8.3.1, table 8.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "unique-id"
COVERS = ("EXT002",)
WORDS = {
    "zh": "编号“{id}”被使用了 {count} 次。请为每个元素取不同的编号。",
    "en": "The id “{id}” is used {count} times. Give every element an id of its own.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield one finding for each id that several elements share."""
    counts = Counter(element.id for element in model.elements if element.id)
    for id_, count in counts.items():
        if count > 1:
            yield remark(RULE, model.by_id[id_], id=id_, count=count)
