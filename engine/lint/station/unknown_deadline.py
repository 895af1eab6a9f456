"""A deadline is named by a code of the jurisdiction or of the house.

It is named in the attribute of a task, or as the first argument of `deadline` and `warnings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.lint.station.reading import formulas, unlisted

RULE = "unknown-deadline"
WORDS = {
    "zh": "“{label}”引用的期限代码“{name}”不存在。请从期限表中选择。",
    "en": "“{label}” names the deadline “{name}”, which does not exist. Choose a code of the "
    "table.",
}

_CALL = re.compile(r"""\b(?:deadline|warnings)\s*\(\s*"([^"]*)\"""")


def check(model: Model) -> Iterator[Finding]:
    """Yield tasks and texts with a code that the station does not know."""
    if model.facts is None:
        return
    known = model.facts.deadlines
    yield from unlisted(RULE, model.elements, "sanlian:deadline", known)
    for formula in formulas(model):
        for code in _CALL.findall(formula.text):
            if code not in known and code.partition(".")[0] not in known:
                yield remark(RULE, formula.element, name=code)
