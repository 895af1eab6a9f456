"""In an executable process an expression says something (BPMN 2.0.2, 8.4.6, "Formal Expression").

The path of a message that no running process subscribes to is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import EXPRESSIONS
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "expression-present"
COVERS = ("EXT013",)
WORDS = {
    "zh": "“{label}”的 {kind} 是空的。请写上表达式,或删去该元素。",
    "en": "The {kind} of “{label}” is empty. Write an expression, or remove the element.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield empty expressions in executable processes."""
    found = (e for e in model.all(*EXPRESSIONS) if model.executable(e))
    return offences(RULE, (e for e in found if not e.text))
