"""A process that shows an end event shows a start event too (BPMN 2.0.2, 10.5.2 and 10.5.3).

A receiver that creates the instance stands for the start event. Where references of the file are of
a wrong kind, the start may be among what they hide, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import SCOPES
from engine.lint.model import Model
from engine.lint.references import mistyped
from engine.lint.shapes import nodes_of, remark

RULE = "start-missing"
WORDS = {
    "zh": "“{label}”有结束事件却没有开始事件。请补上开始事件。",
    "en": "“{label}” has an end event but no start event. Add a start event.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield processes and sub-processes with an end event and nothing that starts them."""
    if next(mistyped(model), None) is not None:
        return
    for scope in model.all(*SCOPES - {"adHocSubProcess"}):
        starts = any(n.kind == "startEvent" or n.flag("instantiate") for n in nodes_of(scope))
        if scope.inside("endEvent") and not starts:
            yield remark(RULE, scope)
