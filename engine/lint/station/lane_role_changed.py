"""A lane keeps the role that the station has given it, so that its work stays with its people."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "lane-role-changed"
WORDS = {
    "zh": "泳道“{label}”的角色写成 {role},而站点规定为 {expected}。请改回,或先修改站点的规定。",
    "en": "The lane “{label}” names the role {role}, but the station has set {expected}. Change "
    "it back.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield lanes whose own role differs from the station's."""
    given = model.facts.lane_roles if model.facts else {}
    for lane in model.all("lane"):
        role, expected = lane.get("sanlian:role"), given.get(lane.id, "")
        if role and expected and role != expected:
            yield remark(RULE, lane, role=role, expected=expected)
