"""An expression calls functions of FEEL, `deadline` and `warnings`, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.feel.library import catalogue
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.lint.station.reading import formulas

RULE = "function-unknown"
WORDS = {
    "zh": "“{label}”的表达式调用了不存在的函数“{name}”。请改用 FEEL 内置函数。",
    "en": "An expression of “{label}” calls “{name}”, which does not exist. Use a function of "
    "FEEL.",
}

_HOST = frozenset({"deadline", "warnings"})


def check(model: Model) -> Iterator[Finding]:
    """Yield calls of functions that neither FEEL nor the engine has."""
    for formula in formulas(model):
        parsed = formula.parsed
        for name in sorted((parsed.calls() if parsed else frozenset()) - _HOST - catalogue.NAMES):
            yield remark(RULE, formula.element, name=name)
