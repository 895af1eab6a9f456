"""What people may do with a task is one of the acts that the engine knows, each named once.

A misspelt act would silently be closed; nothing is silently ignored.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.spiff.vocabulary import TASK_ACTS

RULE = "act-unknown"
WORDS = {
    "zh": "“{label}”上开放的操作“{name}”不存在或重复。请从规定的操作中选择,每个写一次。",
    "en": "The act “{name}” opened on “{label}” does not exist or is named twice. Choose from "
    "the known acts, each once.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield tasks that open an act which nobody knows, or the same one twice."""
    for task in model.all("userTask"):
        named = task.get("sanlian:acts").split()
        for name in dict.fromkeys(named):
            if name not in TASK_ACTS or named.count(name) > 1:
                yield remark(RULE, task, name=name)
