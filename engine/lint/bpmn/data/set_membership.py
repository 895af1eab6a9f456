"""Every input is in an input set and every output in an output set (10.4.1, table 10.58).

Where a set refers to something that is no data, it may mean the very one that seems left out, and
nothing is said here.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "set-membership"
COVERS = ("EXT084", "EXT088")
WORDS = {
    "zh": "数据“{label}”不在任何 {group} 中。请把它列入。",
    "en": "The data “{label}” is in no {group}. List it in one.",
}

_SIDES = (
    ("dataInput", "inputSet", "dataInputRefs"),
    ("dataOutput", "outputSet", "dataOutputRefs"),
)


def check(model: Model) -> Iterator[Finding]:
    """Yield data inputs and outputs that no set lists."""
    for io in model.all("ioSpecification"):
        for kind, group, reference in _SIDES:
            names = [text for s in io.inside(group) for text in s.texts(reference)]
            listed = {model.find(name) for name in names}
            if all(item is not None and item.kind == kind for item in listed):
                for item in io.inside(kind):
                    if item not in listed:
                        yield remark(RULE, item, group=group)
