"""A task that exchanges one message has one set of data for it (10.3.3, Service, Send, Receive)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.messages import exchanges
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "single-set"
COVERS = ("EXT043", "EXT046", "EXT050")
WORDS = {
    "zh": "“{label}”有 {count} 个 {group},最多只能有一个。请合并。",
    "en": "“{label}” has {count} of {group}; one at most. Join them.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield service, send and receive tasks with several sets in one direction."""
    for exchange in exchanges(model):
        if (count := len(exchange.sets)) > 1:
            yield remark(RULE, exchange.task, group=exchange.group, count=count)
