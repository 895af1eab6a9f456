"""An ad-hoc sub-process has no start and no end event (BPMN 2.0.2, 10.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "ad-hoc-events"
WORDS = {
    "zh": "特别子流程“{label}”里有开始或结束事件。请删去它们。",
    "en": "The ad-hoc sub-process “{label}” has start or end events. Remove them.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield ad-hoc sub-processes with start or end events directly inside."""
    scopes = model.all("adHocSubProcess")
    return offences(RULE, (s for s in scopes if s.inside("startEvent", "endEvent")))
