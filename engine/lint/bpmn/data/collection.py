"""Data is a collection exactly when its definition says so (10.4.1, tables 10.51, 10.61, 10.62)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.items import definition
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "collection"
COVERS = ("EXT077", "EXT081", "EXT083")
WORDS = {
    "zh": "数据“{label}”与其定义“{item}”在是否为集合上不一致。请统一 isCollection。",
    "en": "The data “{label}” and its definition “{item}” disagree on being a collection. Make "
    "isCollection the same.",
}

_HOLDERS = ("dataObject", "dataInput", "dataOutput", "inputDataItem", "outputDataItem")


def check(model: Model) -> Iterator[Finding]:
    """Yield data of executable processes that is a collection where its definition is none."""
    for holder in model.all(*_HOLDERS):
        item = definition(model, holder) if model.executable(holder) else None
        if item is not None and item.flag("isCollection") != holder.flag("isCollection"):
            yield remark(RULE, holder, item=item.label)
