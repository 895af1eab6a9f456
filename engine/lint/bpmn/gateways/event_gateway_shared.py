"""What stands behind an event-based gateway is entered from that gateway alone (10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "event-gateway-shared"
WORDS = {
    "zh": "事件网关后的“{label}”还有其他流入线。请只让事件网关流向它。",
    "en": "“{label}” behind an event-based gateway has further flows in. Let only the gateway "
    "lead to it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield targets of an event-based gateway with more than one incoming flow."""
    flows = (f for g in model.all("eventBasedGateway") for f in model.outgoing(g))
    targets = (t for f in flows if (t := model.follow(f, "targetRef", *FLOW_NODES)))
    return offences(RULE, (t for t in targets if len(model.incoming(t)) > 1))
