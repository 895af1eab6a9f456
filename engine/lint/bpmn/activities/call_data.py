"""A call hands over exactly the data that the called element declares (10.3.6, 10.4.1).

Only a call that will run and declares data itself is compared; others map by other means.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.items import same_multiset
from engine.lint.kinds import CALLABLE
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "call-data"
COVERS = ("EXT063",)
WORDS = {
    "zh": "调用活动“{label}”的 {data} 与“{called}”声明的不一致。请使两边的数据一一对应。",
    "en": "The {data} elements of the call “{label}” differ from those that “{called}” declares. "
    "Make them correspond one to one.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield call activities whose data cannot be paired with that of the called element."""
    for call in model.all("callActivity"):
        called = model.follow(call, "calledElement", *CALLABLE)
        if called and call.inside("ioSpecification") and model.executable(call):
            for kind in ("dataInput", "dataOutput"):
                if not same_multiset(model, _data(call, kind), _data(called, kind)):
                    yield remark(RULE, call, called=called.label, data=kind)


def _data(owner: Element, kind: str) -> list[Element]:
    return [item for io in owner.inside("ioSpecification") for item in io.inside(kind)]
