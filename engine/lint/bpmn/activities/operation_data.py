"""A service task has the data that the messages of its operation carry (10.3.3, "Service Task")."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.messages import exchanges
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "operation-data"
COVERS = ("EXT042",)
WORDS = {
    "zh": "服务任务“{label}”应恰好有一个 {data} 与其操作的消息对应,现有 {count} 个。请补全数据规格"
    "。",
    "en": "Service task “{label}” needs exactly one {data} for the message of its operation; it "
    "has {count}. Complete its data.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield service tasks without exactly one piece of data for each message of the operation."""
    for exchange in exchanges(model):
        if exchange.required and (count := len(exchange.items)) != 1:
            yield remark(RULE, exchange.task, data=exchange.data, count=count)
