"""Somebody must be able to take a user task: a role by its lane, or a named person."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.lint.station.people import lanes_of, role_of

RULE = "task-role"
WORDS = {
    "zh": "用户任务“{label}”不在有角色的泳道中,也没有指定承办人,无人可以领取。请放入泳道。",
    "en": "The user task “{label}” lies in no lane with a role and names no assignee, so nobody "
    "could take it. Put it into a lane.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield user tasks without a role and without an assignee."""
    lanes = lanes_of(model)
    for task in model.all("userTask"):
        lane = next((lanes[e.id] for e in (task, *task.ancestors()) if e.id in lanes), None)
        if not task.get("sanlian:assignee") and not (lane and role_of(model, lane)):
            yield remark(RULE, task)
