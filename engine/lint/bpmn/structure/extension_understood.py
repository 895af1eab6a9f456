"""An extension that must be understood is refused by whoever does not know it (8.2.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "extension-understood"
WORDS = {
    "zh": "文件声明必须理解扩展“{definition}”,本系统不认识它。请去掉 mustUnderstand 或改用标准元素"
    "。",
    "en": "The file demands that the extension “{definition}” be understood; it is not known "
    "here. Drop the demand or use elements of the standard.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield extensions that must be understood."""
    for extension in model.all("extension"):
        if extension.flag("mustUnderstand") and not model.speaks_sanlian:
            yield remark(RULE, extension, definition=extension.get("definition"))
