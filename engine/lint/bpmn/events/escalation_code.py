"""In an executable process whoever escalates says by which code (BPMN 2.0.2, 8.4.4, table 8.41)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import THROWING
from engine.lint.model import Model
from engine.lint.shapes import uncoded

RULE = "escalation-code"
COVERS = ("EXT011",)
WORDS = {
    "zh": "“{label}”抛出升级,但没有指明带代码的升级定义。请引用一个写有 escalationCode 的升级。",
    "en": "“{label}” throws an escalation without a code. Refer to an escalation with an "
    "escalationCode.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield throwing events whose escalation is missing or has no code."""
    events = model.all(*THROWING)
    return uncoded(RULE, model, events, "escalation")
