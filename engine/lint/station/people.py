"""Who sees and who works: the lanes with their roles, and the elements that have names for people.

A lane's role is its own, else that of the lane around it, else the one the station has set.
"""

from __future__ import annotations

from engine.lint.kinds import ACTIVITIES
from engine.lint.model import Element, Model

_SHOWN_EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent")


def lanes_of(model: Model) -> dict[str, Element]:
    """Return node id to the innermost lane that lists it."""
    listed = ((node, lane) for lane in model.all("lane") for node in lane.texts("flowNodeRef"))
    found: dict[str, Element] = {}
    for node, lane in listed:
        known = found.get(node)
        if known is None or known in lane.ancestors():
            found[node] = lane
    return found


def role_of(model: Model, lane: Element) -> str:
    """Return the role that a lane stands for, or ""."""
    given = model.facts.lane_roles if model.facts else {}
    around = [e for e in lane.ancestors() if e.kind == "lane"]
    roles = (e.get("sanlian:role") or given.get(e.id, "") for e in (lane, *around))
    return next((role for role in roles if role), "")


def shown(model: Model) -> list[Element]:
    """Return the elements whose names people read: processes, lanes, activities and events."""
    return model.all("process", "lane", *ACTIVITIES, *_SHOWN_EVENTS)
