"""What the station deploys is meant to run: its processes are executable (BPMN 2.0.2, 10.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "executable"
WORDS = {
    "zh": "流程“{label}”没有标为可执行(isExecutable),无法部署。请在建模工具中勾选“可执行”。",
    "en": "The process “{label}” is not marked executable. Mark it so in the modeler.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield processes that are not executable, unless they are an empty pool."""
    processes = (p for p in model.all("process") if p.inside(*FLOW_NODES))
    return offences(RULE, (p for p in processes if not p.flag("isExecutable")))
