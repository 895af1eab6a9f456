"""Languages and protocols are named by URI (BPMN 2.0.2, 8.2.1, 8.4.6 and 10.3.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import EXPRESSIONS
from engine.lint.model import Model
from engine.lint.shapes import misspelt

RULE = "uri"
COVERS = ("EXT014", "EXT060")
WORDS = {
    "zh": "“{label}”的 {attribute} 为“{value}”,不是正确的 URI。请改为完整的 URI,或删去该属性。",
    "en": "“{label}” has {attribute} “{value}”, which is no URI. Write a full URI, or leave it "
    "out.",
}

#: RFC 3986: only these characters, and a percent sign only before two hexadecimal digits.
_URI = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|[^\x00-\x7f]|%[0-9A-Fa-f]{2})+")
_WHERE = {
    "expressionLanguage": ("definitions",),
    "typeLanguage": ("definitions",),
    "method": ("transaction",),
    "importType": ("import",),
    "namespace": ("import",),
}


def check(model: Model) -> Iterator[Finding]:
    """Yield languages, methods and import types that cannot be a URI."""
    for attribute, kinds in _WHERE.items():
        yield from misspelt(RULE, model.all(*kinds), attribute, _URI)
    yield from misspelt(RULE, model.all(*EXPRESSIONS), "language", _URI)
