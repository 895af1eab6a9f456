"""A message that people may send from the pages says which roles may send it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import lacking

RULE = "act-roles"
WORDS = {
    "zh": "消息事件“{label}”可由人员发起,但没有写明哪些角色可以发起。请填写角色。",
    "en": "People may send the message of “{label}”, but no roles are named. Name them.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield events that people act on without roles."""
    return lacking(RULE, (e for e in model.elements if e.flag("sanlian:act")), "sanlian:roles")
