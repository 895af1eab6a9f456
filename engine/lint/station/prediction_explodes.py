"""A process or sub-process does not unfold into thousands of tasks at once."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import SUB_PROCESSES
from engine.lint.model import Model
from engine.lint.prediction import MOST, predicted
from engine.lint.shapes import remark

RULE = "prediction-explodes"
WORDS = {
    "zh": "“{label}”会一次展开约 {count} 个任务(上限 {most})。请把连续的并行段各自放进子流程。",
    "en": "“{label}” would unfold into some {count} tasks at once (at most {most}). Wrap "
    "each of the parallel sections that follow each other into a sub-process.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield scopes whose estimated prediction is too large."""
    for scope in model.all("process", *SUB_PROCESSES):
        count = predicted(model, scope)
        if count > MOST:
            yield remark(RULE, scope, count=min(count, 1_000_000), most=MOST)
