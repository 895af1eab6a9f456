"""What an expression reads, some way to it has set.

Data is set by form fields, results, outputs, decisions and by what is there at the start. A reading
before any setting would be null for ever, and a gateway on it would always go the same way.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.lint.station.variables import missing_names

RULE = "data-flow"
WORDS = {
    "zh": "“{label}”的 {place} 读取变量“{name}”,但到这里之前没有任何步骤设置它。请检查变量名或补上"
    "来源。",
    "en": "The {place} of “{label}” reads “{name}”, which nothing on the way sets. Check the "
    "name, or set it before.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield variables that are read where no path can have set them."""
    for formula, name in missing_names(model):
        yield remark(RULE, formula.element, place=formula.place, name=name)
