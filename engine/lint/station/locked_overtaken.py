"""What the law puts before another step comes before it, each time anew.

The safety check comes before every session: neither the first session nor the next one round a loop
may be reached without passing it, by whatever way.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.graph import graph_of, reach
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "locked-overtaken"
WORDS = {
    "zh": "可以不经过法定节点“{node}”就到达“{label}”。请把“{node}”放在它之前,循环时也要经过。",
    "en": "“{label}” can be reached without passing the legal node “{node}”. Put it before, in "
    "loops too.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield steps that can be reached around the locked node that guards them."""
    for process in model.all("process") if model.facts else ():
        guards = model.facts.guards.get(process.id, {}) if model.facts else {}
        graph = graph_of(model, process)
        for name, guarded in guards.items():
            guard = model.find(name)
            for node in (each for each in graph.nodes if each.id in guarded and each is not guard):
                after = [*graph.starts, *graph.flow[node], *graph.event[node]]
                if node in reach(after, graph.flow, graph.event, without=guard):
                    yield remark(RULE, node, node=name)
