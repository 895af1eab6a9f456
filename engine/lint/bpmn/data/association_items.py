"""Data is copied as it is only between equal structures (BPMN 2.0.2, 10.4.2, table 10.65)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.items import definition, equivalent
from engine.lint.kinds import ITEM_AWARE
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "association-items"
WORDS = {
    "zh": "数据关联“{label}”两端的数据结构不同,且没有转换或赋值。请补上转换式或统一结构。",
    "en": "The two ends of data association “{label}” differ in structure. Add a transformation.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield plain data associations of executable processes between unequal structures."""
    for association in model.all("dataInputAssociation", "dataOutputAssociation"):
        if association.inside("transformation", "assignment") or not model.executable(association):
            continue
        source = model.follow(association, "sourceRef", *ITEM_AWARE)
        target = model.follow(association, "targetRef", *ITEM_AWARE)
        if source and target:
            ends = definition(model, source), definition(model, target)
            if None not in ends and not equivalent(*ends):
                yield remark(RULE, association)
