"""A gateway that creates the instance has no way in, and only such a one is parallel (10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "event-gateway-start"
WORDS = {
    "zh": "事件网关“{label}”的 instantiate 与连线或类型不符:实例化网关不得有流入线,并行型必须实例"
    "化。",
    "en": "Event-based gateway “{label}”: one that instantiates has no flow in, and a parallel "
    "one must instantiate. Correct it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield instantiating gateways with incoming flows and parallel ones that do not start."""
    for gateway in model.all("eventBasedGateway"):
        starts = gateway.flag("instantiate")
        late_parallel = gateway.get("eventGatewayType") == "Parallel" and not starts
        if (starts and model.incoming(gateway)) or late_parallel:
            yield remark(RULE, gateway)
