"""A lane stands for a role, because its tasks are offered to the people who hold it.

A lane may take its role from the lane around it or from the station's own list of lanes.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.lint.station.people import role_of

RULE = "lane-role"
WORDS = {
    "zh": "泳道“{label}”没有对应的角色。请为它选择角色。",
    "en": "The lane “{label}” stands for no role. Choose one for it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield lanes that hold nodes and for which no role can be found."""
    for lane in model.all("lane"):
        if lane.texts("flowNodeRef") and not role_of(model, lane):
            yield remark(RULE, lane)
