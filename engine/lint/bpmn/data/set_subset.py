"""Optional and late data of a set is data of that set (10.4.1, tables 10.63 and 10.64)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "set-subset"
COVERS = ("EXT085", "EXT086", "EXT089")
WORDS = {
    "zh": "{group} 的 {reference} 列出了“{item}”,但它不在该组的 {all} 中。请一并列入。",
    "en": "A {group} lists “{item}” in {reference} but not in {all}. List it in both.",
}

_PARTS = (
    ("inputSet", "dataInputRefs", ("optionalInputRefs", "whileExecutingInputRefs")),
    ("outputSet", "dataOutputRefs", ("optionalOutputRefs", "whileExecutingOutputRefs")),
)


def check(model: Model) -> Iterator[Finding]:
    """Yield sets whose optional or while-executing data is not among their data."""
    for group, everything, parts in _PARTS:
        for data_set in model.all(group):
            for reference in parts:
                for item in data_set.texts(reference):
                    if item not in data_set.texts(everything):
                        yield remark(
                            RULE,
                            data_set,
                            group=group,
                            reference=reference,
                            item=item,
                            all=everything,
                        )
