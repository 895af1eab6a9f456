"""What people see has a Chinese name (`name`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Finding, Severity
from engine.lint.model import Model
from engine.lint.shapes import offences
from engine.lint.station.people import shown

RULE = "name-chinese"
WORDS = {
    "zh": "{kind}“{label}”没有中文名称。请填写中文名称。",
    "en": "The {kind} “{label}” has no Chinese name. Add one.",
}

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def check(model: Model) -> Iterator[Finding]:
    """Yield elements that people see without a Chinese name, as warnings."""
    found = (e for e in shown(model) if not _CHINESE.search(e.attributes.get("name", "")))
    return offences(RULE, found, severity=Severity.WARNING)
