"""Several sources become one target only by a transformation (BPMN 2.0.2, 10.4.2, table 10.65)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "association-sources"
COVERS = ("EXT092",)
WORDS = {
    "zh": "数据关联“{label}”有 {count} 个来源却没有 transformation。请写上转换式,或分成几条关联。",
    "en": "The data association “{label}” has {count} sources and no transformation. Add one, or "
    "split it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield data associations with several sources and no transformation."""
    for association in model.all("dataInputAssociation", "dataOutputAssociation"):
        count = len(association.texts("sourceRef"))
        if count > 1 and not association.inside("transformation"):
            yield remark(RULE, association, count=count)
