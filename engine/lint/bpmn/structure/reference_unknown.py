"""What a reference names is in the file (BPMN 2.0.2, 15.3.2, "references within one file").

Names with a prefix may live in an imported file and are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.references import broken
from engine.lint.shapes import remark

RULE = "reference-unknown"
WORDS = {
    "zh": "“{label}”的 {reference} 指向“{target}”,但文件中没有这个元素。请改正引用或补上该元素。",
    "en": "“{label}” points to “{target}” by {reference}, but there is no such element. Correct "
    "it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield references to ids that do not exist."""
    for element, reference, target in broken(model):
        yield remark(RULE, element, reference=reference, target=target)
