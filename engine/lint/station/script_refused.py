"""No script of a diagram is ever executed, so none is accepted (architecture, section 3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "script-refused"
WORDS = {
    "zh": "不接受脚本任务“{label}”。请改用服务任务的操作,或用决策表、表达式。",
    "en": "The script task “{label}” is not accepted. Use an operation, a decision or an "
    "expression.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield script tasks."""
    return offences(RULE, model.all("scriptTask", "globalScriptTask"))
