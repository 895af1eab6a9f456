"""A task is sent back only to an earlier user task of the same scope, and names it.

Earlier means: the way from the start of the scope comes to it without passing the task, and the
task can be reached from it. Into or out of a sub-process no token is sent.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.graph import Graph, graph_of, reach
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "send-back-target"
WORDS = {
    "zh": "“{label}”不能退回到“{name}”:它应是同一范围内、在这一步之前的用户任务。请改正。",
    "en": "“{label}” cannot be sent back to “{name}”, which is no earlier user task of the same "
    "scope. Correct it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield tasks whose way back is missing, leads nowhere, or is named without being open."""
    for process in model.all("process"):
        graph = graph_of(model, process)
        for task in (e for e in process.walk() if e.kind == "userTask"):
            targets = task.get("sanlian:sendBackTo").split()
            if ("send-back" in task.get("sanlian:acts").split()) != bool(targets):
                yield remark(RULE, task, name=" ".join(targets))
            for name in targets:
                if targets.count(name) > 1 or not _is_earlier(model, graph, name, task):
                    yield remark(RULE, task, name=name)


def _is_earlier(model: Model, graph: Graph, name: str, task: Element) -> bool:
    target = model.find(name)
    if target is None or target.kind != "userTask" or target is task or task.parent is None:
        return False
    if target.parent is not task.parent:
        return False
    before = reach(graph.entries(task.parent), graph.flow, graph.event, without=task)
    return target in before and task in reach([target], graph.flow)
