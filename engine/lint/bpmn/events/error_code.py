"""In an executable process an end event says by which code it fails (8.4.3, table 8.40)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import uncoded

RULE = "error-code"
WORDS = {
    "zh": "结束事件“{label}”抛出错误,但没有指明带代码的错误定义。请引用一个写有 errorCode 的错误。",
    "en": "End event “{label}” throws an error without a code. Refer to an error with an "
    "errorCode.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield end events whose error is missing or has no code."""
    return uncoded(RULE, model, model.all("endEvent"), "error")
