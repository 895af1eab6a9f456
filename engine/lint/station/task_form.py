"""People work on a user task by filling in its form (domain: every user task has form and role)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import lacking

RULE = "task-form"
WORDS = {
    "zh": "用户任务“{label}”没有表单。请为它选择表单。",
    "en": "The user task “{label}” has no form. Choose one for it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield user tasks without a form."""
    return lacking(RULE, model.all("userTask"), "sanlian:form")
