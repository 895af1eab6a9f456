"""Which names a tree takes from outside and which functions it calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.feel import tree


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """The outer names of one tree."""

    #: Every variable that may come from outside.
    free: frozenset[str] = frozenset()
    #: Those that surely do: not inside a filter, where an item's entries are names too.
    certain: frozenset[str] = frozenset()
    #: Functions called by name.
    calls: frozenset[str] = frozenset()


@dataclass
class _Walk:
    free: set[str] = field(default_factory=set)
    certain: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)


def mentions(node: tree.Node) -> Mentions:
    """Collect the outer names of a tree."""
    walk = _Walk()
    _visit(walk, node, frozenset(), in_filter=False)
    return Mentions(
        free=frozenset(walk.free), certain=frozenset(walk.certain), calls=frozenset(walk.calls)
    )


def _visit(walk: _Walk, node: tree.Node, local: frozenset[str], *, in_filter: bool) -> None:
    match node:
        case tree.Name(name):
            _note(walk, name, local, in_filter=in_filter)
        case tree.Call(tree.Name(name)):
            if name not in local:
                walk.calls.add(name)
            _visit_all(walk, _arguments(node), local, in_filter=in_filter)
        case tree.Filter(source, condition):
            _visit(walk, source, local, in_filter=in_filter)
            _visit(walk, condition, local | {"item"}, in_filter=True)
        case tree.For() | tree.Quantified():
            _visit_loop(walk, node, local, in_filter=in_filter)
        case tree.FunctionDefinition(parameters, body, is_external):
            if is_external:
                walk.calls.add("external")
            inner = local | {name for name, _ in parameters}
            _visit(walk, body, inner, in_filter=in_filter)
        case tree.ContextLiteral(entries):
            for key, value in entries:
                _visit(walk, value, local, in_filter=in_filter)
                local = local | {key}
        case _:
            _visit_all(walk, children(node), local, in_filter=in_filter)


def _note(walk: _Walk, name: str, local: frozenset[str], *, in_filter: bool) -> None:
    if name in local:
        return
    walk.free.add(name)
    if not in_filter:
        walk.certain.add(name)


def _arguments(node: tree.Call) -> Iterable[tree.Node]:
    yield from node.positional
    for _, argument in node.named:
        yield argument


def _visit_all(
    walk: _Walk, nodes: Iterable[tree.Node], local: frozenset[str], *, in_filter: bool
) -> None:
    for node in nodes:
        _visit(walk, node, local, in_filter=in_filter)


def _visit_loop(
    walk: _Walk, node: tree.For | tree.Quantified, local: frozenset[str], *, in_filter: bool
) -> None:
    for turn in node.iterators:
        ends = [turn.source] if turn.high is None else [turn.source, turn.high]
        _visit_all(walk, ends, local, in_filter=in_filter)
        local = local | {turn.name}
    body = node.body if isinstance(node, tree.For) else node.condition
    inner = local | {"partial"} if isinstance(node, tree.For) else local
    _visit(walk, body, inner, in_filter=in_filter)


def children(node: tree.Node) -> Iterable[tree.Node]:
    """The nodes directly inside a node that binds no names."""
    match node:
        case tree.Path(one) | tree.InstanceOf(one) | tree.Negation(one):
            return [one]
        case tree.UnaryComparison(_, one):
            return [one]
        case tree.Arithmetic(_, left, right) | tree.Comparison(_, left, right):
            return [left, right]
        case tree.Between(one, left, right) | tree.If(one, left, right):
            return [one, left, right]
        case tree.Junction(_, parts) | tree.ListLiteral(parts) | tree.UnaryTests(parts):
            return parts
        case tree.Interval(left, right):
            return [left, right]
    return _of_many(node)


def _of_many(node: tree.Node) -> Iterable[tree.Node]:
    match node:
        case tree.Call(callee):
            return [callee, *_arguments(node)]
        case tree.Membership(value, tests):
            return [value, *tests]
    return []
