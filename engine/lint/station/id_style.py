"""Ids are kebab-case, because records, tests and translations name nodes by them.

Flows and joins that nothing refers to may keep the id that a modeler generated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Finding, Severity
from engine.lint.kinds import ACTIVITIES, EVENTS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "id-style"
WORDS = {
    "zh": "{kind} 的编号“{id}”不是 kebab-case(小写单词加连字符)。请改为如 screen-safety。",
    "en": "The id “{id}” of a {kind} is not kebab-case. Write it like screen-safety.",
}

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def check(model: Model) -> Iterator[Finding]:
    """Yield processes, lanes, activities and events with another kind of id, as warnings."""
    for element in model.all("process", "lane", *ACTIVITIES, *EVENTS):
        if element.id and not _KEBAB.fullmatch(element.id):
            yield remark(RULE, element, severity=Severity.WARNING, id=element.id)
