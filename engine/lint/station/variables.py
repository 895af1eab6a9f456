"""Which process data may be there when a node begins: what some way to it has set.

Each node is asked what it sets; the answers flow along the steps of the graph until nothing
changes. Where a form, an operation or a called process is not described, anything may have been
set, and nothing after it is judged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from engine.lint.graph import Graph, graph_of
from engine.lint.kinds import ACTIVITIES
from engine.lint.model import Element, Model
from engine.lint.profiles import StationFacts
from engine.lint.station.reading import Formula, formulas, node_of

#: Stands for "something that is not described may have set anything".
_ANYTHING = "*"
_LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
#: Counters that the engine itself offers inside loops (BPMN 2.0.2, table 10.30).
_COUNTERS = frozenset({
    "loopCounter", "numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
})  # fmt: skip


def missing_names(model: Model) -> Iterator[tuple[Formula, str]]:
    """Yield every variable that a text reads although no way to it can have set it."""
    before = _before(model)
    for formula in formulas(model):
        node = node_of(model, formula.element)
        parsed = formula.parsed if formula.over_data else None
        if model.facts is None or parsed is None or node is None or node not in before:
            continue
        there = before[node] | _offered_by_loops(node)
        if formula.element.above("sequenceFlow") or formula.place == "completionCondition":
            there |= _written_by(node, model.facts)
        if _ANYTHING not in there:
            for name in sorted(parsed.free_names() - there):
                yield formula, name


def missing_lists(model: Model) -> Iterator[tuple[Element, str]]:
    """Yield every multi-instance list, named by a key, that no way to it can have set."""
    before = _before(model)
    for loop in model.all("multiInstanceLoopCharacteristics"):
        name, activity = loop.get("loopDataInputRef"), loop.parent
        if name and activity is not None and activity in before and model.find(name) is None:
            there = before[activity] | _offered_by_loops(activity.parent)
            if _ANYTHING not in there and name not in there:
                yield loop, name


def _before(model: Model) -> Mapping[Element, frozenset[str]]:
    facts = model.facts
    return {} if facts is None else model.once(_Before, lambda: _Before(model, facts))


class _Before(Mapping[Element, frozenset[str]]):
    """What may be set when each node begins; sets of keys are kept as bits while they spread."""

    def __init__(self, model: Model, facts: StationFacts) -> None:
        self._bits: dict[str, int] = {}
        self._before: dict[Element, int] = {}
        #: Data objects and properties are there all along.
        held = {name for e in model.all("dataObject", "property") for name in (e.id, e.get("name"))}
        given = self._as_bits(facts.start_keys | held)
        for process in model.all("process"):
            graph = graph_of(model, process)
            written = {node: self._as_bits(_written_by(node, facts)) for node in graph.nodes}
            self._spread(graph, written, given)

    def __getitem__(self, node: Element) -> frozenset[str]:
        bits = self._before[node]
        return frozenset(name for name, bit in self._bits.items() if bits & bit)

    def __iter__(self) -> Iterator[Element]:
        return iter(self._before)

    def __len__(self) -> int:
        return len(self._before)

    def _as_bits(self, names: Iterable[str]) -> int:
        bits = 0
        for name in names:
            bits |= self._bits.setdefault(name, 1 << len(self._bits))
        return bits

    def _spread(self, graph: Graph, written: Mapping[Element, int], given: int) -> None:
        before = self._before
        before |= dict.fromkeys(graph.starts, given)
        waiting = deque(graph.starts)
        while waiting:
            here = waiting.popleft()
            after = before[here] | written.get(here, 0)
            for steps in (graph.flow, graph.event, graph.loose):
                for there in steps.get(here, ()):
                    known = before.get(there)
                    if known is None or after & ~known:
                        before[there] = after | (known or 0)
                        waiting.append(there)


def _written_by(node: Element, facts: StationFacts) -> frozenset[str]:
    """Return the keys that a node sets when it is done."""
    named = frozenset(output.get("name") for output in _extensions(node, "sanlian:output"))
    lists = (loop.get("loopDataOutputRef") for loop in node.inside(*_LOOPS))
    named |= {name for name in lists if name}
    form, operation = node.get("sanlian:form"), node.get("sanlian:operation")
    if node.kind == "userTask" and form:
        return named | _described(facts.form_fields, form)
    if operation:
        return named or _described(facts.operation_results, operation)
    if node.kind == "businessRuleTask":
        key, decision = node.get("sanlian:result"), node.get("sanlian:decision")
        return named | ({key} if key else _described(facts.decision_results, decision))
    if node.kind in {"callActivity", "scriptTask"}:
        return named or frozenset({_ANYTHING})
    return named


def _described(known: Mapping[str, frozenset[str]], name: str) -> frozenset[str]:
    return known.get(name, frozenset({_ANYTHING}))


def _extensions(node: Element, kind: str) -> list[Element]:
    return [e for outer in node.inside("extensionElements") for e in outer.inside(kind)]


def _offered_by_loops(node: Element | None) -> frozenset[str]:
    """Return the names that loops on and around a node offer: the items and the counters."""
    outer = (node, *node.ancestors()) if node is not None else ()
    loops = [
        loop
        for activity in outer
        if activity.kind in ACTIVITIES
        for loop in activity.inside(*_LOOPS)
    ]
    items = {item.get("name") or item.id for loop in loops for item in loop.inside("inputDataItem")}
    return frozenset(items) | (_COUNTERS if loops else frozenset())
