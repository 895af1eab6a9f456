"""Where a token can go in one process: its flows laid out flat, sub-processes opened.

Besides the nodes there are three places for each scope: `out`, where it is left; `around`, which
every node of the scope touches and from which events take over; and `again`, from which data set
beside the main way comes back to it. Three kinds of steps are told apart: by flow, by an event, and
loosely, by data alone. Each question is one walk; nothing here judges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from engine.lint.kinds import FLOW_NODES, SUB_PROCESSES
from engine.lint.model import Element, Model

Steps = Mapping[Element, list[Element]]


class Graph:
    """The nodes of one process and the steps between them."""

    def __init__(self, model: Model, process: Element) -> None:
        self.model = model
        self.scopes = [e for e in process.walk() if e is process or e.kind in SUB_PROCESSES]
        self.nodes = [e for scope in self.scopes for e in scope.inside(*FLOW_NODES)]
        self.flow: dict[Element, list[Element]] = defaultdict(list)
        self.event: dict[Element, list[Element]] = defaultdict(list)
        self.loose: dict[Element, list[Element]] = defaultdict(list)
        self.out = {scope: _place("out", scope) for scope in self.scopes}
        self._around = {scope: _place("around", scope) for scope in self.scopes}
        self._again = {scope: _place("again", scope) for scope in self.scopes}
        #: Link targets by scope and name; of several with one name the first is meant.
        self._landings: dict[tuple[Element | None, str], Element] = {}
        for node in self.nodes:
            if node.kind == "intermediateCatchEvent":
                for name in _links(node):
                    self._landings.setdefault((node.parent, name), node)
        for scope in self.scopes:
            self._lay_out(scope)
        self._hang_borders()
        #: Where an instance begins.
        self.starts = self.entries(process)
        #: Places after which nothing more is to be done.
        self.finals = [self.out[s] for s in self.scopes if s is process or is_aside(s)]

    def entries(self, scope: Element) -> list[Element]:
        """Return the nodes of a scope where a token appears when the scope is entered."""
        nodes = [n for n in scope.inside(*FLOW_NODES) if not is_aside(n)]
        begun = [n for n in nodes if n.kind == "startEvent" or n.flag("instantiate")]
        return begun or [n for n in nodes if not self.model.incoming(n) and _awaits_token(n)]

    def _lay_out(self, scope: Element) -> None:
        for node in scope.inside(*FLOW_NODES):
            self.event[node].append(self._around[scope])
            self.loose[self._again[scope]].append(node)
            inner = self.entries(node) if node.kind in SUB_PROCESSES else []
            if is_aside(node):
                self.event[self._around[scope]].append(node)
                self._take_over(node, scope)
                self.flow[node] += inner
                continue
            following = self._following(node) or [self.out[scope]]
            self.flow[node] += inner or following
            if inner:
                self.flow[self.out[node]] += following
                self.event[self._around[node]].append(self._around[scope])

    def _following(self, node: Element) -> list[Element]:
        """Return the nodes that flows and links lead to, inside the same scope."""
        targets = [self.model.target(flow) for flow in self.model.outgoing(node)]
        found = [t for t in targets if t is not None and t.parent is node.parent]
        if node.kind == "intermediateThrowEvent":
            landings = (self._landings.get((node.parent, name)) for name in _links(node))
            found += [landing for landing in landings if landing is not None]
        return [target for target in found if target.kind in FLOW_NODES]

    def _take_over(self, aside: Element, scope: Element) -> None:
        if aside.kind in SUB_PROCESSES:
            starts = aside.inside("startEvent")
            stops = any(start.flag("isInterrupting", default=True) for start in starts)
            then = self.event if stops else self.loose
            then[self.out[aside]].append((self.out if stops else self._again)[scope])

    def _hang_borders(self) -> None:
        for border in (node for node in self.nodes if node.kind == "boundaryEvent"):
            host, scope = self.model.follow(border, "attachedToRef"), border.parent
            self.event[border] += self.model.associated(border)
            if host is None or scope is None or host.parent is not scope:
                continue
            self.event[host].append(border)
            if host in self._around:
                self.event[self._around[host]].append(border)
            if not border.flag("cancelActivity", default=True):
                besides = (place for place in reach([border], self.flow) if place.id)
                for place in besides:
                    self.loose[place].append(self._again[scope])


def graph_of(model: Model, process: Element) -> Graph:
    """Return the graph of a process, laid out once for all rules."""
    return model.once(process, lambda: Graph(model, process))


def is_aside(node: Element) -> bool:
    """Whether the node lies outside the normal flow: an event sub-process or a compensation."""
    return node.flag("triggeredByEvent") or node.flag("isForCompensation")


def reach(starts: Iterable[Element], *steps: Steps, without: Element | None = None) -> set[Element]:
    """Return everything that can be reached, never stepping on `without`."""
    seen = {start for start in starts if start is not without}
    waiting = list(seen)
    while waiting:
        here = waiting.pop()
        for kind in steps:
            for there in kind.get(here, ()):
                if there not in seen and there is not without:
                    seen.add(there)
                    waiting.append(there)
    return seen


def turned(*steps: Steps) -> Steps:
    """Return the same steps, walked backwards."""
    back: dict[Element, list[Element]] = defaultdict(list)
    for kind in steps:
        for here, targets in kind.items():
            for there in targets:
                back[there].append(here)
    return back


def _place(kind: str, scope: Element) -> Element:
    return Element(kind=kind, attributes={}, text="", line=scope.line, parent=scope)


def _links(event: Element) -> frozenset[str]:
    return frozenset(link.get("name") for link in event.inside("linkEventDefinition"))


def _awaits_token(node: Element) -> bool:
    return node.kind != "boundaryEvent" and not _links(node)
