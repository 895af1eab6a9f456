"""A receive task behind an event-based gateway has no boundary events (10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "event-gateway-boundary"
COVERS = ("EXT140",)
WORDS = {
    "zh": "事件网关后的接收任务“{label}”附有边界事件。请把边界事件改为网关后的另一个事件。",
    "en": "The receive task “{label}” behind an event-based gateway has boundary events. Make "
    "them further events behind the gateway.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield receive tasks behind an event-based gateway that carry boundary events."""
    flows = (f for g in model.all("eventBasedGateway") for f in model.outgoing(g))
    tasks = (task for f in flows if (task := model.follow(f, "targetRef", "receiveTask")))
    return offences(RULE, (task for task in tasks if model.boundaries(task)))
