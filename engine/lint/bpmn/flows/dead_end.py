"""Where a process has an end event, every other node has a way out (BPMN 2.0.2, 10.3.1, 10.5.3).

Exempt is what ends by itself: event sub-processes, compensation, link sources and ad-hoc content.
An activity is let pass while some boundary event hangs on nothing: it may be the one left by it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES, SCOPES
from engine.lint.model import Element, Model
from engine.lint.shapes import nodes_of, offences

RULE = "dead-end"
COVERS = ("EXT151",)
WORDS = {
    "zh": "“{label}”没有流出线,流程会在此处停住。请把它连到下一步或结束事件。",
    "en": "Nothing leads on from “{label}”. Connect it to the next step or to an end event.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield nodes without outgoing flows in scopes that have an end event."""
    for scope in model.all(*SCOPES - {"adHocSubProcess"}):
        if scope.inside("endEvent"):
            astray = _has_stray_boundary(model, scope)
            nodes = (n for n in nodes_of(scope) if not (astray and n.kind in ACTIVITIES))
            yield from offences(RULE, (n for n in nodes if _is_dead(model, n)))


def _is_dead(model: Model, node: Element) -> bool:
    if model.outgoing(node) or node.inside("outgoing"):
        return False
    ends_itself = (
        node.kind in {"endEvent", "boundaryEvent"}
        or node.flag("triggeredByEvent")
        or node.flag("isForCompensation")
        or "linkEventDefinition" in model.triggers(node)
    )
    return not ends_itself


def _has_stray_boundary(model: Model, scope: Element) -> bool:
    events = scope.inside("boundaryEvent")
    return any(model.follow(event, "attachedToRef", *ACTIVITIES) is None for event in events)
