"""A process as plain data, made for the oracle: nodes, flows, scopes; no XML and no engine.

The same model is drawn as a BPMN file for the engine (`drawing`) and played by the token game
(`game`), so neither of the two learns anything from the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event definition."""

    kind: str
    #: Name of the message or signal, code of the error or escalation; "" catches all.
    name: str = ""
    #: How often a timer fires.
    times: int = 1
    #: The variable whose truth a conditional event waits for.
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Loop:
    """How an activity repeats."""

    kind: str
    total: int = 0
    #: Name of the list in the process data, instead of a count.
    collection: str = ""
    #: Finish early after so many runs.
    until: int = 0
    #: Go on while this variable is true (standard loops).
    when: str = ""


@dataclass(kw_only=True)
class Node:
    """One flow node."""

    id: str
    kind: str
    events: tuple[Event, ...] = ()
    interrupting: bool = True
    #: Every definition has to happen, not just one.
    all_of: bool = False
    host: str = ""
    inner: Plan | None = None
    loop: Loop | None = None
    #: Id of the activity that undoes this one.
    handler: str = ""
    undoes: bool = False
    starts: int = 1
    produces: int = 1

    @property
    def is_trigger(self) -> bool:
        """Whether it is an event sub-process."""
        return self.kind == "eventSub"


@dataclass(frozen=True, kw_only=True)
class Flow:
    """One sequence flow."""

    id: str
    source: str
    target: str
    #: The variable that has to be true.
    when: str = ""
    default: bool = False


@dataclass(kw_only=True)
class Plan:
    """What lies directly inside a process or sub-process."""

    id: str
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)

    def add(self, node: Node) -> Node:
        """Put a node in."""
        self.nodes[node.id] = node
        return node

    def connect(self, source: str, target: str, *, when: str = "", default: bool = False) -> None:
        """Draw a flow."""
        flow_id = f"f{len(self.flows)}-{self.id}"
        self.flows.append(
            Flow(id=flow_id, source=source, target=target, when=when, default=default)
        )

    def into(self, node_id: str) -> list[Flow]:
        """The flows that lead to a node."""
        return [flow for flow in self.flows if flow.target == node_id]

    def out_of(self, node_id: str) -> list[Flow]:
        """The flows that leave a node."""
        return [flow for flow in self.flows if flow.source == node_id]

    def edges(self, host: str) -> list[Node]:
        """The boundary events of an activity."""
        return [node for node in self.nodes.values() if node.host == host]

    def start(self) -> Node:
        """The one start event."""
        return next(node for node in self.nodes.values() if node.kind == "start")

    def everything(self) -> Iterator[Node]:
        """All nodes, those of inner scopes included."""
        for node in self.nodes.values():
            yield node
            if node.inner is not None:
                yield from node.inner.everything()
