"""How many tasks the engine would lay out ahead of one token, estimated on the drawing.

SpiffWorkflow predicts every way a token may take until a gateway has to choose; behind a parallel
gateway each branch is predicted to the end on its own, so parallel sections that follow each other
multiply. A sub-process is not predicted into. The estimate follows the same rule without creating
anything, and stops where a way comes back to itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Element, Model

#: More tasks than this are refused: each costs memory and time in every step of every case.
MOST: Final = 2_000
_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})


def predicted(model: Model, scope: Element) -> int:
    """Return the most tasks that are laid out ahead at any node of this process or sub-process.

    Behind a gateway that has chosen the prediction begins anew, so every node is a beginning.
    """
    sizes: dict[Element, int] = {}
    for node in scope.inside(*FLOW_NODES):
        if node not in sizes:
            _measure(model, node, sizes)
    return max(sizes.values(), default=0)


def _measure(model: Model, start: Element, sizes: dict[Element, int]) -> None:
    """Fill in sizes depth first, without recursion, since a drawing may be thousands long."""
    path, open_nodes = [(start, _ahead(model, start))], {start}
    while path:
        node, ahead = path[-1]
        following = next(ahead, None)
        if following is None:
            path.pop()
            open_nodes.discard(node)
            sizes[node] = 1 + sum(sizes.get(after, 0) for after in _ahead(model, node))
        elif following not in sizes and following not in open_nodes:
            open_nodes.add(following)
            path.append((following, _ahead(model, following)))


def _ahead(model: Model, node: Element) -> Iterator[Element]:
    flows = model.outgoing(node)
    if not (node.kind in _CHOOSING and len(flows) > 1):
        for flow in flows:
            target = model.target(flow)
            if target is not None and target.kind in FLOW_NODES:
                yield target
    yield from model.boundaries(node)
