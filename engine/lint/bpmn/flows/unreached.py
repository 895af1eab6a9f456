"""Where a process has a start event, every other node has a way in (BPMN 2.0.2, 10.3.1, 10.5.2).

Exempt is what starts by itself: events on a border, event sub-processes, compensation, link
targets, ad-hoc content, and receivers that create the instance.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import SCOPES
from engine.lint.model import Element, Model
from engine.lint.shapes import nodes_of, offences

RULE = "unreached"
COVERS = ("EXT150",)
WORDS = {
    "zh": "“{label}”没有流入线,永远不会被执行。请连接它,或把它删除。",
    "en": "Nothing leads to “{label}”, so it would never happen. Connect it or remove it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield nodes without incoming flows in scopes that have a start event."""
    for scope in model.all(*SCOPES - {"adHocSubProcess"}):
        if scope.inside("startEvent"):
            yield from offences(RULE, (n for n in nodes_of(scope) if _is_forgotten(model, n)))


def _is_forgotten(model: Model, node: Element) -> bool:
    if model.incoming(node) or node.inside("incoming"):
        return False
    starts_itself = (
        node.kind in {"startEvent", "boundaryEvent"}
        or node.flag("triggeredByEvent")
        or node.flag("isForCompensation")
        or node.flag("instantiate")
        or "linkEventDefinition" in model.triggers(node)
    )
    return not starts_itself
