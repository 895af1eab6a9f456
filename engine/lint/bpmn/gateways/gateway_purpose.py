"""A gateway joins several flows or splits into several (BPMN 2.0.2, 8.4.9 and 10.6.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import GATEWAYS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "gateway-purpose"
COVERS = ("EXT135",)
WORDS = {
    "zh": "网关“{label}”既不汇合也不分支(流入 {incoming} 条,流出 {outgoing} 条)。请补全连线或删去"
    "网关。",
    "en": "Gateway “{label}” neither joins nor splits ({incoming} in, {outgoing} out). Complete "
    "its flows or remove it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield gateways with at most one flow in and at most one flow out."""
    for gateway in model.all(*GATEWAYS):
        ins = max(len(model.incoming(gateway)), len(gateway.inside("incoming")))
        outs = max(len(model.outgoing(gateway)), len(gateway.inside("outgoing")))
        if ins < 2 and outs < 2:
            yield remark(RULE, gateway, incoming=ins, outgoing=outs)
