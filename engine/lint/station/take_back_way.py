"""A step can be taken back only while nothing irrevocable lies between it and the next task.

Some way to a next user task of the same scope must be free of messages, of other processes and of
parallel branches; on the others the act is refused when somebody tries it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.graph import Graph, graph_of
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "take-back-way"
WORDS = {
    "zh": "“{label}”办结后不能撤回:到下一个任务的路上都有消息、其他流程或并行分支。请关闭撤回。",
    "en": "“{label}” cannot be taken back: every way to a next task has a message, another "
    "process or parallel branches on it. Close the act.",
}

#: What a token may pass on the way, because walking it again only writes the same records anew.
_HARMLESS = frozenset({"exclusiveGateway", "businessRuleTask", "scriptTask", "serviceTask"})
_IRREVOCABLE = frozenset({"engine.start"})


def check(model: Model) -> Iterator[Finding]:
    """Yield tasks that may be taken back although no way on can be undone."""
    for process in model.all("process"):
        graph = graph_of(model, process)
        for task in (e for e in process.walk() if e.kind == "userTask"):
            if "take-back" in task.get("sanlian:acts").split() and not _next(graph, task):
                yield remark(RULE, task)


def _next(graph: Graph, task: Element) -> bool:
    """Whether a user task of the same scope follows over a way that can be walked again."""
    seen, waiting = {task}, list(graph.flow[task])
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if node.kind == "userTask" and node.parent is task.parent:
            return True
        if node.kind in _HARMLESS and node.get("sanlian:operation") not in _IRREVOCABLE:
            waiting += graph.flow[node]
    return False
