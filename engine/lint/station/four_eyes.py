"""Four eyes need two tasks: `notBy` names another user task of the same process."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "four-eyes"
WORDS = {
    "zh": "“{label}”的四眼原则指向“{name}”,它不是本流程的另一个用户任务。请改正。",
    "en": "“{label}” may not be done by whoever did “{name}”, which is no other user task here. "
    "Correct it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield tasks whose `notBy` leads to no other user task of their process."""
    for task in model.elements:
        name = task.get("sanlian:notBy")
        other = model.follow(task, "sanlian:notBy", "userTask")
        if name and (other in (None, task) or other.above("process") is not task.above("process")):
            yield remark(RULE, task, name=name)
