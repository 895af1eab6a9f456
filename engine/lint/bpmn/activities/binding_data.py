"""Bound data is of the structure that the operation's messages carry (10.3.6, table 10.24)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.items import definition, equivalent
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "binding-data"
COVERS = ("EXT065",)
WORDS = {
    "zh": "“{label}”绑定的数据“{data}”与操作“{operation}”的消息结构不一致。请改用相同的数据定义。",
    "en": "The data “{data}” that “{label}” binds is not of the structure of the messages of "
    "operation “{operation}”. Use the same item definition.",
}

_SIDES = (
    ("inputDataRef", "inMessageRef", "dataInput"),
    ("outputDataRef", "outMessageRef", "dataOutput"),
)


def check(model: Model) -> Iterator[Finding]:
    """Yield bindings whose data does not fit the messages of the operation."""
    for binding in model.all("ioBinding"):
        operation = model.follow(binding, "operationRef", "operation")
        for data_name, message_name, kind in _SIDES:
            data = model.follow(binding, data_name, kind)
            message = model.follow(operation, message_name, "message") if operation else None
            if operation and data and message and not _fit(model, data, message):
                yield remark(RULE, binding, data=data.label, operation=operation.label)


def _fit(model: Model, data: Element, message: Element) -> bool:
    return equivalent(definition(model, data), definition(model, message))
