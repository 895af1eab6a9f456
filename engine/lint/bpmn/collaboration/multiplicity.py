"""A pool stands for at least one participant, and no fewer than its minimum (9.3.2, table 9.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "multiplicity"
COVERS = ("EXT030",)
WORDS = {
    "zh": "泳池“{label}”的参与者个数不成立:最少 {minimum},最多 {maximum}。请改正。",
    "en": "The multiplicity of pool “{label}” cannot be: at least {minimum}, at most {maximum}. "
    "Correct it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield multiplicities whose maximum is below their minimum or below one."""
    for multiplicity in model.all("participantMultiplicity"):
        low, high = multiplicity.get("minimum") or "0", multiplicity.get("maximum") or "1"
        if _whole(low) is None or (_whole(high) or 0) < max(_whole(low) or 0, 1):
            yield remark(RULE, multiplicity, minimum=low, maximum=high)


def _whole(text: str) -> int | None:
    """Return the number, None when it is none or negative."""
    return int(text) if re.fullmatch(r"\+?\d{1,9}", text) else None
