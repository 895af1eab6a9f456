"""A lane gives the role of whoever may do the tasks that lie in it.

The innermost lane that names a role counts; a node inside a sub-process lies where the sub-process
lies, unless a lane of the sub-process itself holds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.spiff.reading import Element, bpmn, child, children, extension, text


@dataclass(frozen=True, kw_only=True)
class Lane:
    """The lane of a node."""

    name: str | None
    role: str | None


NOWHERE = Lane(name=None, role=None)


def lanes_of(process: Element) -> dict[str, Lane]:
    """The lane of every node that a lane refers to, by node id."""
    found: dict[str, Lane] = {}
    for lane_set in process.iter(bpmn("laneSet")):
        _read_set(lane_set, NOWHERE, found)
    return found


def _read_set(lane_set: Element, outer: Lane, found: dict[str, Lane]) -> None:
    for each in children(lane_set, "lane"):
        name = each.get("name") or each.get("id")
        lane = Lane(name=name or outer.name, role=extension(each, "role") or outer.role)
        for reference in children(each, "flowNodeRef"):
            found[text(reference)] = lane
        inner = child(each, "childLaneSet")
        if inner is not None:
            _read_set(inner, lane, found)


def lane_of(element: Element, lanes: dict[str, Lane]) -> Lane:
    """The lane of a node, or of the nearest sub-process around it that lies in one."""
    around: Element | None = element
    while around is not None:
        lane = lanes.get(around.get("id", ""))
        if lane is not None:
            return lane
        around = around.getparent()
    return NOWHERE
