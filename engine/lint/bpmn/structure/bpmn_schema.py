"""The file obeys the XML schema of BPMN 2.0 (BPMN 2.0.2, chapter 15).

What is nested where, which attributes exist and what they may hold is said by the schema; what a
process means is said by the other rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.spiff import xsd

RULE = "bpmn-schema"
WORDS = {
    "zh": "第 {line} 行不符合 BPMN 2.0 的 XML 模式:{problem}。请用建模工具修正后重新导出。",
    "en": "Line {line} does not obey the XML schema of BPMN 2.0: {problem}. Correct it in the "
    "modeler.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield what the schema objects to, each at the nearest element with an id."""
    for line, element, problem in xsd.errors(model.root):
        yield Finding(rule=RULE, element=element, fields={"line": line, "problem": problem})
