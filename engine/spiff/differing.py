"""Two versions of a diagram side by side: what came, what went, what is another thing now.

Nodes are the same when their ids are, or when a mapping says so. What a person would see otherwise
and what a token would do otherwise are told alike, node by node.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.spiff.diagram import Diagram
from engine.spiff.nodes import Node
from engine.spiff.script import Expression


class ChangeKind(StrEnum):
    """What became of a node."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One node that is not the same in both versions."""

    kind: ChangeKind
    #: Key in the old version; of an added node, in the new one.
    node: str
    #: Key in the new version, or "".
    to: str = ""
    #: Which attributes differ.
    what: tuple[str, ...] = ()


#: Attributes whose difference a reader of a plan wants to know, in this order.
_TOLD = (
    "kind", "name", "name_en", "role", "form", "stage", "unit", "assignee", "priority", "deadline",
    "due", "not_by", "locked", "operation", "decision", "result", "script", "inputs", "outputs",
    "act", "act_roles", "correlation", "events", "attached_to", "interrupting", "loop", "called",
    "outgoing",
)  # fmt: skip


def changes(
    old: Diagram, new: Diagram, mapping: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """Every difference, in the order of the old file, then what is new."""
    keys = mapping or {}
    kept = {keys.get(key, key) for key in old.nodes}
    found = [change for key in old.nodes for change in _of(key, old, new, keys)]
    found += [Change(kind=ChangeKind.ADDED, node=key) for key in new.nodes if key not in kept]
    return tuple(found)


def suggested(old: Diagram, new: Diagram) -> Mapping[str, str]:
    """Nodes whose id is gone, each with the one new node of the same kind and name."""
    gone = [node for key, node in old.nodes.items() if key not in new.nodes]
    come = [node for key, node in new.nodes.items() if key not in old.nodes]
    found = {}
    for node in gone:
        same = [other for other in come if (other.kind, other.name) == (node.kind, node.name)]
        rivals = [other for other in gone if (other.kind, other.name) == (node.kind, node.name)]
        if len(same) == len(rivals) == 1 and node.name:
            found[node.key] = same[0].key
    return found


def _of(key: str, old: Diagram, new: Diagram, keys: Mapping[str, str]) -> Iterator[Change]:
    to = keys.get(key, key)
    if to not in new.nodes:
        yield Change(kind=ChangeKind.REMOVED, node=key)
        return
    what = tuple(name for name in _TOLD if _differs(name, old.nodes[key], new.nodes[to], keys))
    if to != key:
        yield Change(kind=ChangeKind.RENAMED, node=key, to=to, what=what)
    elif what:
        yield Change(kind=ChangeKind.CHANGED, node=key, to=to, what=what)


def _differs(name: str, here: Node, there: Node, keys: Mapping[str, str]) -> bool:
    return _plain(getattr(here, name), keys) != _plain(getattr(there, name), {})


def _plain(value: object, keys: Mapping[str, str]) -> object:
    """A value as it compares: expressions by their text, keys as they are called afterwards."""
    if isinstance(value, str):
        return keys.get(value, value)
    if isinstance(value, tuple):
        return tuple(_plain(each, keys) for each in value)
    if isinstance(value, Expression):
        return value.text
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is None:
        return value
    return tuple(_plain(getattr(value, each), keys) for each in fields if each != "id")
