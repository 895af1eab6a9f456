"""What a reference names is of the right kind (BPMN 2.0.2, class tables of chapters 8 to 10).

Outside files are shown a warning, because what hangs on a wrong reference is simply left out there;
a diagram of the station is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding, Severity
from engine.lint.model import Model
from engine.lint.references import mistyped
from engine.lint.shapes import remark

RULE = "reference-type"
WORDS = {
    "zh": "“{label}”的 {reference} 指向“{target}”,它是 {found},应为 {expected}。请改正引用。",
    "en": "“{label}” points by {reference} to “{target}”, a {found}; expected {expected}. Correct "
    "it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield references to elements of a kind that the standard does not allow there."""
    severity = Severity.ERROR if model.strict else Severity.WARNING
    for element, reference, found, expected in mistyped(model):
        yield remark(
            RULE,
            element,
            severity=severity,
            reference=reference,
            target=found.label,
            found=found.kind,
            expected=expected,
        )
