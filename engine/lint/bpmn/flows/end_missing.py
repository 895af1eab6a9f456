"""A process that shows a start event shows an end event too (BPMN 2.0.2, 10.5.2 and 10.5.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import SCOPES
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "end-missing"
COVERS = ("EXT105",)
WORDS = {
    "zh": "“{label}”有开始事件却没有结束事件。请补上结束事件。",
    "en": "“{label}” has a start event but no end event. Add an end event.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield processes and sub-processes with a start event and without an end event."""
    scopes = model.all(*SCOPES)
    return offences(
        RULE, (s for s in scopes if s.inside("startEvent") and not s.inside("endEvent"))
    )
