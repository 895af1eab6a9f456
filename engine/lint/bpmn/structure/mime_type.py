"""A text or script format is a MIME type, such as text/plain (BPMN 2.0.2, 8.3.1, 10.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import misspelt

RULE = "mime-type"
COVERS = ("EXT004", "EXT145")
WORDS = {
    "zh": "“{label}”的 {attribute} 为“{value}”,不是 MIME 类型。请写成 text/plain 这样的形式。",
    "en": "“{label}” has {attribute} “{value}”, which is no MIME type. Write it like text/plain.",
}

_MIME = re.compile(r"[A-Za-z0-9][\w.+-]*/[\w.+-]+(\s*;.*)?")


def check(model: Model) -> Iterator[Finding]:
    """Yield documentation, annotations and scripts with a format that is no MIME type."""
    yield from misspelt(RULE, model.all("documentation", "textAnnotation"), "textFormat", _MIME)
    yield from misspelt(RULE, model.all("scriptTask", "globalScriptTask"), "scriptFormat", _MIME)
