"""A gateway has as many flows as its direction says (BPMN 2.0.2, 8.4.9, table 8.46).

Converging: many in, one out. Diverging: one in, many out. Mixed: many of both. A direction that is
not specified promises nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import GATEWAYS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "gateway-direction"
COVERS = ("EXT017", "EXT018", "EXT019")
WORDS = {
    "zh": "网关“{label}”声明为 {direction},但流入 {incoming} 条、流出 {outgoing} 条。请改正方向或"
    "连线。",
    "en": "Gateway “{label}” is said to be {direction} but has {incoming} flows in and {outgoing} "
    "out. Correct the direction or the flows.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield gateways whose flows contradict their declared direction."""
    for gateway in model.all(*GATEWAYS):
        direction = gateway.get("gatewayDirection")
        ins = max(len(model.incoming(gateway)), len(gateway.inside("incoming")))
        outs = max(len(model.outgoing(gateway)), len(gateway.inside("outgoing")))
        if _contradicts(direction, ins, outs):
            yield remark(RULE, gateway, direction=direction, incoming=ins, outgoing=outs)


def _contradicts(direction: str, ins: int, outs: int) -> bool:
    match direction:
        case "Converging":
            return outs > 1
        case "Diverging":
            return ins > 1
        case "Mixed":
            return not (ins > 1 and outs > 1)
        case _:
            return False
