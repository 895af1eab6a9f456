"""A running instance moves to another version of its diagram with every waiting place it has.

Tokens keep their names, so tasks, drafts and claims stay as they are, and timers keep their due
instants, whatever the new version says about them. Boundary events and event sub-processes that are
new begin to wait now; those that are gone stop. Whatever else has no place is an obstacle, and then
nothing moves. Ids may be mapped, from the old key of a node to the new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Conflict
from engine.spiff import loop
from engine.spiff.diagram import Diagram, scope_key, scope_of
from engine.spiff.instance import Instance
from engine.spiff.nodes import Node
from engine.spiff.outcome import Advance
from engine.spiff.report import report
from engine.spiff.state import load, new_instance
from engine.spiff.tokens import Token
from engine.spiff.world import World


class CannotMigrate(Conflict):
    """A waiting place of the instance has no place in the other version."""

    code = "cannot-migrate"
    sentence = "Expected a place for every token of {process}, but {problem}."


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why one token cannot move."""

    #: Stable name: node-gone, or kind-, scope-, host-, flow-, loop- or event-differs.
    rule: str
    #: Key of the node in the old version.
    node: str
    token: str


def obstacles(
    old: Diagram, new: Diagram, state: bytes, mapping: Mapping[str, str] | None = None
) -> tuple[Obstacle, ...]:
    """Everything that keeps a saved state from moving; nothing is changed."""
    return _in_the_way(load(old, state, None), new, mapping or {})


def _in_the_way(before: Instance, new: Diagram, keys: Mapping[str, str]) -> tuple[Obstacle, ...]:
    found = ((token, _problem(token, new, keys)) for token in before.tokens.values())
    return tuple(
        Obstacle(rule=rule, node=token.task_spec.node.key, token=token.name)
        for token, rule in found
        if rule is not None
    )


@dataclass(frozen=True, kw_only=True)
class Migrated:
    """An instance under the new version."""

    result: Advance
    #: Names of the tokens that wait only now, and of those that wait no more.
    begun: frozenset[str]
    dropped: frozenset[str]


def migrate(
    old: Diagram,
    new: Diagram,
    state: bytes,
    world: World,
    mapping: Mapping[str, str] | None = None,
) -> Migrated:
    """The state under the new version, with everything that waits there."""
    keys = mapping or {}
    before = load(old, state, world)
    in_the_way = _in_the_way(before, new, keys)
    if in_the_way:
        problem = ", ".join(f"{each.rule} at {each.node}" for each in in_the_way)
        raise CannotMigrate(process=old.process_id, problem=problem)
    names = frozenset(before.tokens)
    after = _moved(before, new, world, keys)
    now = frozenset(after.tokens)
    return Migrated(result=report(after), begun=now - names, dropped=names - now)


def take_back(old: Diagram, before: bytes, new: Diagram, present: bytes, world: World) -> Advance:
    """The state from before a migration; names that were given since are not given again."""
    restored = load(old, before, world)
    restored.made = max(restored.made, load(new, present, None).made)
    return report(restored)


def _moved(before: Instance, new: Diagram, world: World, keys: Mapping[str, str]) -> Instance:
    after = new_instance(new, world, before.seed)
    after.data, after.made = before.data, before.made
    after.undoable = _undoable(before, keys)
    for token in before.tokens.values():
        if not _is_dropped(token, new, keys):
            _move(token, before, after, keys)
    after.unsettled.clear()
    _wait_for_new(after)
    loop.run(after)
    return after


def _problem(token: Token, new: Diagram, keys: Mapping[str, str]) -> str | None:
    if _is_dropped(token, new, keys):
        return None
    here: Node = token.task_spec.node
    there = new.nodes.get(_new(here.key, keys))
    if there is None:
        return "node-gone"
    checks = {
        "kind-differs": here.kind == there.kind and here.called == there.called,
        "scope-differs": scope_of(there, new) == _new(token.workflow.plan.key, keys),
        "host-differs": _new(here.attached_to, keys) == (there.attached_to or ""),
        "flow-differs": set(token.internal_data.get("arrived", ())) <= set(there.incoming),
        "event-differs": _awaited(token, here) == _awaited(token, there, new),
        "loop-differs": (here.loop and here.loop.kind) == (there.loop and there.loop.kind),
    }
    return next((rule for rule, holds in checks.items() if not holds), None)


def _awaited(token: Token, node: Node, new: Diagram | None = None) -> list[tuple[str, str]]:
    """Kinds and names of what a token waits for here, or would wait for in the new version."""
    if "arm" not in token.internal_data:
        return [(event.kind, event.name) for event in node.events]
    diagram = new or token.workflow.top_workflow.diagram
    triggers = {key: start for plan in diagram.scopes.values() for key, start in plan.triggers}
    start = diagram.nodes.get(triggers.get(node.key, ""))
    return [(event.kind, event.name) for event in start.events] if start else []


def _is_dropped(token: Token, new: Diagram, keys: Mapping[str, str]) -> bool:
    """An event on an edge, or one that would start a sub-process, may go with its node."""
    waits = {"host", "arm"} & token.internal_data.keys()
    return bool(waits) and _new(token.task_spec.node.key, keys) not in new.nodes


def _new(key: str | None, keys: Mapping[str, str]) -> str:
    return keys.get(key or "", key or "")


def _undoable(scope: Any, keys: Mapping[str, str]) -> list[str]:
    return [keys.get(key, key) for key in scope.undoable]


def _move(token: Token, before: Instance, after: Instance, keys: Mapping[str, str]) -> None:
    owner = before.owner_of(token.workflow)
    scope: Any = after if owner is None else after.subprocesses[owner.id]
    there = after.diagram.nodes[_new(token.task_spec.node.key, keys)]
    spec = scope.spec.task_specs[there.id]
    moved = Token(scope, spec, scope.task_tree, token.state, token.id)
    moved.internal_data, moved.data = token.internal_data, token.data
    if "arm" in moved.internal_data:
        start = moved.internal_data["arm"]
        triggers = dict(scope.plan.triggers)
        moved.internal_data["arm"] = triggers.get(there.key, start)
    if token.id in before.event_manager.tasks:
        after.event_manager.add_task(moved)
    held = before.subprocesses.get(token.id)
    if held is not None:
        inner = after.create_subprocess(moved, scope_key(there))
        inner.data, inner.undoable = held.data, _undoable(held, keys)


def _wait_for_new(instance: Instance) -> None:
    """Arm what the new version has and the old had not, on activities and in scopes now open."""
    for token in [t for t in instance.tokens.values() if _is_activity(t)]:
        sitting = {t.task_spec.node.key for t in _hosted(instance, token)}
        for boundary in token.task_spec.node.boundaries:
            if boundary not in sitting:
                instance.place(token.workflow, boundary, host=token.name)
    for scope in (instance, *instance.subprocesses.values()):
        armed = {t.task_spec.node.key for t in scope.tokens_here() if "arm" in t.internal_data}
        for trigger, start in scope.plan.triggers:
            if trigger not in armed and not _is_handled(scope):
                instance.place(scope, trigger, arm=start)


def _is_activity(token: Token) -> bool:
    internal = token.internal_data
    return bool(token.task_spec.node.boundaries) and not {"loop_of", "arrived"} & internal.keys()


def _hosted(instance: Instance, host: Token) -> Iterator[Token]:
    return (t for t in instance.tokens.values() if t.internal_data.get("host") == host.name)


def _is_handled(scope: Any) -> bool:
    """An interrupting event sub-process runs here now, so none waits any more."""
    nodes, starts = scope.top_workflow.diagram.nodes, dict(scope.plan.triggers)
    running = [t.task_spec.node.key for t in scope.tokens_here() if "triggered" in t.internal_data]
    return any(nodes[starts[key]].interrupting for key in running if key in starts)
