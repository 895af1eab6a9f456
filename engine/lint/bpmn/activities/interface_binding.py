"""What offers an interface binds its data to each operation of it (10.3.6, table 10.23)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import CALLABLE
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "interface-binding"
COVERS = ("EXT064",)
WORDS = {
    "zh": "“{label}”支持接口“{interface}”,但没有绑定操作“{operation}”。请补上 ioBinding。",
    "en": "“{label}” supports the interface “{interface}” but does not bind its operation "
    "“{operation}”. Add an ioBinding.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield callable elements that support an interface without binding all its operations."""
    for owner in model.all(*CALLABLE):
        bound = {model.find(b.get("operationRef")) for b in owner.inside("ioBinding")}
        interfaces = [model.find(name) for name in owner.texts("supportedInterfaceRef")]
        for interface in (found for found in interfaces if found is not None):
            for operation in interface.inside("operation"):
                if operation not in bound:
                    yield remark(RULE, owner, interface=interface.label, operation=operation.label)
