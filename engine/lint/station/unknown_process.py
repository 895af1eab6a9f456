"""A process that a diagram calls is deployed, or stands in the same file."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import CALLABLE
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "unknown-process"
WORDS = {
    "zh": "“{label}”调用的流程“{name}”不存在。请先部署该流程。",
    "en": "“{label}” calls the process “{name}”, which does not exist. Deploy it first.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield call activities whose called element is nowhere."""
    for call in model.all("callActivity"):
        name = call.get("calledElement").rpartition(":")[2]
        outside = model.facts is None or name in model.facts.called
        if not name or not (outside or model.follow(call, "calledElement", *CALLABLE)):
            yield remark(RULE, call, name=name)
