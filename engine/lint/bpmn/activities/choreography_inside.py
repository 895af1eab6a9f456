"""Choreography activities stand in choreographies, never in a process (10.2, 10.3.5, 11.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import CHOREOGRAPHY, SUB_PROCESSES
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "choreography-inside"
COVERS = ("EXT036", "EXT056")
WORDS = {
    "zh": "流程中不能放编排活动“{label}”。请改用普通任务或子流程。",
    "en": "The choreography activity “{label}” stands inside a process. Use a task or a "
    "sub-process.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield choreography activities inside processes and sub-processes."""
    found = model.all(*CHOREOGRAPHY)
    return offences(RULE, (e for e in found if e.above("process", *SUB_PROCESSES)))
