"""The list that multiple instances go through is set before them, under the key they name."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.lint.station.variables import missing_lists

RULE = "loop-list"
WORDS = {
    "zh": "多实例活动“{label}”使用列表“{name}”,但到这里之前没有任何步骤设置它。请检查名称或"
    "补上来源。",
    "en": "Multi-instance activity “{label}” goes through the list “{name}”, which nothing before "
    "it sets. Check the name, or set it before.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield multi-instance activities whose list no path can have set."""
    for loop, name in missing_lists(model):
        yield remark(RULE, loop, name=name)
