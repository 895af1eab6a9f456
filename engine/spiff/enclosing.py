"""The activities around a waiting place: itself first, then each sub-process that holds it.

Deadlines and timers are anchored at activities, so this tells which of them run for a task.
"""

from __future__ import annotations

from engine.spiff.diagram import Diagram
from engine.spiff.state import load
from engine.spiff.tokens import anchor_of


def anchors_around(diagram: Diagram, state: bytes, token: str) -> tuple[str, ...]:
    """The anchors of a place in a saved state, inner ones first; nothing for a place gone."""
    instance = load(diagram, state, None)
    place, found = instance.tokens.get(token), dict[str, None]()
    while place is not None:
        found |= {place.name: None, anchor_of(place): None}
        place = instance.owner_of(place.workflow)
    return tuple(found)
