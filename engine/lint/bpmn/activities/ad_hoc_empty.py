"""An ad-hoc sub-process holds at least one activity (BPMN 2.0.2, 10.3.5, "Ad-Hoc Sub-Process")."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "ad-hoc-empty"
COVERS = ("EXT061",)
WORDS = {
    "zh": "特别子流程“{label}”里没有活动。请至少放一个活动。",
    "en": "The ad-hoc sub-process “{label}” holds no activity. Put at least one into it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield ad-hoc sub-processes without activities."""
    return offences(RULE, (s for s in model.all("adHocSubProcess") if not s.inside(*ACTIVITIES)))
