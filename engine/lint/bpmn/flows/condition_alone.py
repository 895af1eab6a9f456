"""An activity with a conditional flow has another way out (8.4.13, "Conditional Sequence Flow").

Otherwise the token would be lost whenever the condition is false.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "condition-alone"
COVERS = ("EXT025",)
WORDS = {
    "zh": "“{label}”只有一条带条件的流出线,条件不成立时流程会停住。请再加一条流出线或默认流。",
    "en": "The only flow out of “{label}” has a condition; if it is false, nothing goes on. Add "
    "another flow or a default flow.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield activities whose single outgoing flow is conditional."""
    for activity in model.all(*ACTIVITIES):
        flows = model.outgoing(activity)
        if len(flows) == 1 and flows[0].inside("conditionExpression"):
            yield remark(RULE, activity)
