"""A service task says what is to be done: an operation of the station's table."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import lacking

RULE = "task-operation"
WORDS = {
    "zh": "服务任务“{label}”没有指定操作。请从操作表中选择。",
    "en": "The service task “{label}” names no operation. Choose one of the table.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield service tasks without operation, and send tasks with neither operation nor message."""
    yield from lacking(RULE, model.all("serviceTask"), "sanlian:operation")
    yield from lacking(RULE, model.all("sendTask"), "sanlian:operation", "messageRef")
