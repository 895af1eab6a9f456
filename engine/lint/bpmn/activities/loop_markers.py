"""An activity repeats as a loop or as multiple instances, not both (10.3.1, 10.3.8)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "loop-markers"
COVERS = ("EXT054",)
WORDS = {
    "zh": "“{label}”同时有循环和多实例标记。请只保留一种。",
    "en": "“{label}” has both a loop and a multi-instance marker. Keep one.",
}

_MARKERS = ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics")


def check(model: Model) -> Iterator[Finding]:
    """Yield activities with more than one kind or number of loop characteristics."""
    return offences(RULE, (a for a in model.all(*ACTIVITIES) if len(a.inside(*_MARKERS)) > 1))
