"""A gateway either joins or splits, so that a reader sees which of the two happens.

A parallel gateway that does both waits for all before it goes on; whoever means a merge followed by
a split is stuck for ever.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import GATEWAYS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "gateway-mixed"
WORDS = {
    "zh": "网关“{label}”既汇合又分支。请拆成两个网关:先汇合,再分支。",
    "en": "Gateway “{label}” both joins and splits. Draw two gateways: first join, then split.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield gateways with several flows in and several flows out."""
    for gateway in model.all(*GATEWAYS):
        if len(model.incoming(gateway)) > 1 and len(model.outgoing(gateway)) > 1:
            yield remark(RULE, gateway)
