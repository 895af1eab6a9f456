"""A business rule task says which decision it asks.

Without a key for the result, the keys of the answer become process data themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "task-decision"
WORDS = {
    "zh": "业务规则任务“{label}”没有指定决策表。请补全。",
    "en": "The business rule task “{label}” names no decision. Complete it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield business rule tasks without a decision."""
    tasks = model.all("businessRuleTask")
    lacks = (task for task in tasks if not task.get("sanlian:decision"))
    return offences(RULE, lacks)
