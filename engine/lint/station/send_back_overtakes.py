"""No way back leads around a step that the law wants before another one, each time anew.

When a guarded step is behind a task, sending the task back to a place between the guard and that
step would repeat the step without its guard.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.graph import Graph, graph_of, reach
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "send-back-overtakes"
WORDS = {
    "zh": "从“{label}”退回到“{name}”,会不经过法定节点“{guard}”再次办理“{node}”。"
    "请改为退回到“{guard}”之前。",
    "en": "Sending “{label}” back to “{name}” would repeat “{node}” without the legal step "
    "“{guard}”. Send it back to before that step.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield tasks that could be sent back behind a guard."""
    for process in model.all("process") if model.facts else ():
        guards = model.facts.guards.get(process.id, {}) if model.facts else {}
        graph = graph_of(model, process)
        for task in (e for e in process.walk() if e.kind == "userTask"):
            for name in task.get("sanlian:sendBackTo").split():
                for guard, guarded in guards.items():
                    yield from _repeated(model, graph, task, name, guard, guarded)


def _repeated(
    model: Model, graph: Graph, task: Element, name: str, guard: str, guarded: frozenset[str]
) -> Iterator[Finding]:
    target, wall = model.find(name), model.find(guard)
    if target is None or wall is None:
        return
    again = reach([target], graph.flow, graph.event, without=wall)
    for node in again:
        if node.id in guarded and task in reach(graph.flow[node], graph.flow, without=wall):
            yield remark(RULE, task, name=name, guard=guard, node=node.id)
