"""From every node some way leads to an end, so that a case can be closed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.graph import graph_of, reach, turned
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "endless"
WORDS = {
    "zh": "从“{label}”出发无法到达任何结束。请补上通往结束事件的路径。",
    "en": "No way leads from “{label}” to an end. Add a path to an end event.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield nodes from which nothing ends."""
    for process in model.all("process"):
        graph = graph_of(model, process)
        ending = reach(graph.finals, turned(graph.flow, graph.event))
        yield from offences(RULE, (node for node in graph.nodes if node not in ending))
