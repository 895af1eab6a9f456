"""Every node can be reached from a start, not only from its neighbours in a closed circle."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.graph import graph_of, reach
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "unreachable"
WORDS = {
    "zh": "从开始事件无法到达“{label}”。请连接它,或把它删除。",
    "en": "“{label}” cannot be reached from a start event. Connect it or remove it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield nodes that no token can reach."""
    for process in model.all("process"):
        graph = graph_of(model, process)
        reached = reach(graph.starts, graph.flow, graph.event)
        yield from offences(RULE, (node for node in graph.nodes if node not in reached))
