"""A send task has at most one input, a receive task at most one output (BPMN 2.0.2, 10.3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.messages import exchanges
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "single-data"
COVERS = ("EXT051",)
WORDS = {
    "zh": "“{label}”有 {count} 个 {data},最多只能有一个。请只保留与消息对应的那个。",
    "en": "“{label}” has {count} of {data}; one at most. Keep the one that the message carries.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield send and receive tasks with several pieces of data."""
    for exchange in exchanges(model):
        if not exchange.required and (count := len(exchange.items)) > 1:
            yield remark(RULE, exchange.task, data=exchange.data, count=count)
