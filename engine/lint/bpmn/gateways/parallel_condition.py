"""A parallel gateway takes every way out, so conditions behind it say nothing (10.6.4).

The standard lets them be ignored; whoever drew them meant something else, so it is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding, Severity
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "parallel-condition"
WORDS = {
    "zh": "并行网关后的顺序流“{label}”带有条件,条件会被忽略。若要按条件分支,请改用包容网关。",
    "en": "Flow “{label}” behind a parallel gateway has a condition, which is ignored. Use an "
    "inclusive gateway to branch by conditions.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield conditional flows that leave a parallel gateway, as warnings."""
    flows = (f for f in model.all("sequenceFlow") if f.inside("conditionExpression"))
    wrong = (f for f in flows if model.follow(f, "sourceRef", "parallelGateway"))
    return offences(RULE, wrong, severity=Severity.WARNING)
