"""In an executable process a signal event names its signal (10.5.5, table 10.102)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import EVENTS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "signal-named"
WORDS = {
    "zh": "信号事件“{label}”没有指明信号。请选择一个信号。",
    "en": "The signal event “{label}” names no signal. Choose one.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield signal events of executable processes without signalRef."""
    for event in model.all(*EVENTS):
        signals = (d for d in model.definitions(event) if d.kind == "signalEventDefinition")
        if model.executable(event) and any(not signal.get("signalRef") for signal in signals):
            yield remark(RULE, event)
