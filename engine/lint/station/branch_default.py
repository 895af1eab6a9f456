"""A gateway that chooses has a default, or the case stops with an error when nothing holds.

The standard allows it to be missing (10.6.2, "an exception is thrown"), so it is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding, Severity
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "branch-default"
WORDS = {
    "zh": "网关“{label}”没有默认流,所有条件都不成立时会出错。建议设置默认流。",
    "en": "Gateway “{label}” has no default flow; when no condition holds, it fails. Set a "
    "default.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield splitting exclusive and inclusive gateways without a default, as warnings."""
    gateways = model.all("exclusiveGateway", "inclusiveGateway")
    splitting = (g for g in gateways if len(model.outgoing(g)) > 1)
    found = (g for g in splitting if not g.get("default"))
    return offences(RULE, found, severity=Severity.WARNING)
