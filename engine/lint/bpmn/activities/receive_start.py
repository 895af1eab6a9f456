"""A receive task that creates the instance has nothing before it (10.3.3, "Receive Task")."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "receive-start"
WORDS = {
    "zh": "接收任务“{label}”会创建流程实例,却有流入线。请删去流入线或取消 instantiate。",
    "en": "The receive task “{label}” creates the instance but flows lead to it. Remove them.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield instantiating receive tasks with incoming flows."""
    tasks = (task for task in model.all("receiveTask") if task.flag("instantiate"))
    return offences(RULE, (task for task in tasks if model.incoming(task)))
