"""A compensation activity lies outside the normal flow (BPMN 2.0.2, 10.7.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "compensation-flow"
WORDS = {
    "zh": "补偿活动“{label}”连有顺序流。它只由补偿事件触发,请改用关联线连接。",
    "en": "Sequence flows touch the compensation activity “{label}”. Only a compensation starts "
    "it; connect it by an association.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield activities for compensation with incoming or outgoing sequence flows."""
    found = (node for node in model.all(*ACTIVITIES) if node.flag("isForCompensation"))
    return offences(RULE, (n for n in found if model.incoming(n) or model.outgoing(n)))
