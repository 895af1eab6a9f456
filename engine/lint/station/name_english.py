"""What people see has an English name beside the Chinese one (`sanlian:nameEn`)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding, Severity
from engine.lint.model import Model
from engine.lint.shapes import offences
from engine.lint.station.people import shown

RULE = "name-english"
WORDS = {
    "zh": "“{label}”没有英文名称。请填写英文名称。",
    "en": "“{label}” has no English name. Add one.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield named elements without an English name, as warnings."""
    named = (e for e in shown(model) if e.attributes.get("name", "").strip())
    found = (e for e in named if not e.get("sanlian:nameEn"))
    return offences(RULE, found, severity=Severity.WARNING)
