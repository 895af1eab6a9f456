"""Data flows into the inputs of the activity itself and out of its own outputs (10.4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "association-owner"
WORDS = {
    "zh": "数据关联“{label}”的 {end}“{data}”不属于该活动。请选择它自己的数据。",
    "en": "The {end} “{data}” of data association “{label}” belongs to something else. Choose own "
    "data.",
}

_OWN = (
    ("dataInputAssociation", "targetRef", "dataInput"),
    ("dataOutputAssociation", "sourceRef", "dataOutput"),
)


def check(model: Model) -> Iterator[Finding]:
    """Yield data associations into an input, or out of an output, of another owner."""
    for kind, end, own in _OWN:
        for association in model.all(kind):
            data = model.follow(association, end, own)
            if data is not None and association.parent not in list(data.ancestors()):
                yield remark(RULE, association, end=end, data=data.label)
