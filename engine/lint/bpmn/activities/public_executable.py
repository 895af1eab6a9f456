"""Only a private process is executable (BPMN 2.0.2, 10.2, table 10.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "public-executable"
COVERS = ("EXT035",)
WORDS = {
    "zh": "公开流程“{label}”不能是可执行的。请把流程类型改为私有,或取消可执行。",
    "en": "The public process “{label}” is said to be executable. Make it private or not "
    "executable.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield executable processes of the type Public."""
    found = (p for p in model.all("process") if p.get("processType") == "Public")
    return offences(RULE, (p for p in found if model.executable(p)))
