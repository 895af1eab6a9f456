"""The data of a task is of the structure that its message carries (BPMN 2.0.2, 10.3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.items import definition, equivalent
from engine.lint.messages import exchanges
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "message-data"
COVERS = ("EXT052",)
WORDS = {
    "zh": "“{label}”的数据“{data}”与消息“{message}”的数据结构不一致。请引用同一个数据定义。",
    "en": "The data “{data}” of “{label}” is not of the structure that the message “{message}” "
    "carries. Refer to the same item definition.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield tasks whose single piece of data does not fit the message."""
    for exchange in exchanges(model):
        if exchange.message is not None and len(exchange.items) == 1:
            item = exchange.items[0]
            if not equivalent(definition(model, item), definition(model, exchange.message)):
                yield remark(RULE, exchange.task, data=item.label, message=exchange.message.label)
