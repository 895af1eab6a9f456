"""No ordinary way leads around a step that the law demands in every case.

Ways that an event takes (a border, an event sub-process) are not ordinary ones. A locked node that
nothing leads to is avoided altogether.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.graph import graph_of, reach
from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "locked-avoided"
WORDS = {
    "zh": "流程可以绕过法定节点“{node}”而结束。请让每条路径都经过它。",
    "en": "The process can end without passing the legal node “{node}”. Lead every path through "
    "it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield locked nodes that a path avoids, or that nothing reaches."""
    for process in model.all("process") if model.facts else ():
        graph = graph_of(model, process)
        reached = reach(graph.starts, graph.flow, graph.event)
        for node in _locked(model, process, "locked"):
            if node not in reached:
                yield remark(RULE, node, node=node.id)
        for node in _locked(model, process, "unavoidable"):
            if graph.out[process] in reach(graph.starts, graph.flow, without=node):
                yield remark(RULE, node, node=node.id)


def _locked(model: Model, process: Element, which: str) -> list[Element]:
    by_process = getattr(model.facts, which)
    ids = by_process.get(process.id, frozenset())
    return [e for e in process.walk() if e.id in ids and e.kind in FLOW_NODES]
