"""An input set and an output set that depend on each other say so both (10.4.1, table 10.63)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "set-pairing"
WORDS = {
    "zh": "数据组“{set}”与“{other}”只有一方声明了对应关系。请在两边都写上,或都删去。",
    "en": "The sets “{set}” and “{other}” are paired by one of them only. Say it on both or on "
    "neither.",
}

_BACK = {
    "inputSet": ("outputSetRefs", "inputSetRefs"),
    "outputSet": ("inputSetRefs", "outputSetRefs"),
}


def check(model: Model) -> Iterator[Finding]:
    """Yield sets that name a partner which does not name them."""
    for kind, (there, back) in _BACK.items():
        for data_set in model.all(kind):
            for name in data_set.texts(there):
                other = model.find(name)
                if other is not None and data_set.id not in other.texts(back):
                    yield remark(RULE, data_set, set=data_set.id, other=other.id)
