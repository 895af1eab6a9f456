"""The schema of BPMN 2.0 as it ships with SpiffWorkflow, asked for errors and nothing else.

The schema says which elements may stand where; it knows nothing of what a process means. It is
compiled once, at the first question.
"""

from __future__ import annotations

import re
import threading
from functools import cache
from importlib import resources
from typing import Any

from lxml import etree

_NAMESPACE = re.compile(r"\{[^}]*\}")
#: A compiled schema keeps its last error log in itself, so only one thread may ask at a time.
_ONE_AT_A_TIME = threading.Lock()


@cache
def _schema() -> etree.XMLSchema:
    # The schema includes its neighbours by relative paths, so the whole folder must be a real one.
    folder = resources.files("SpiffWorkflow").joinpath("bpmn", "parser", "schema")
    with resources.as_file(folder) as path:
        return etree.XMLSchema(etree.parse(path / "BPMN20.xsd"))


def errors(root: Any) -> list[tuple[int, str, str]]:
    """Return what the BPMN 2.0 schema objects to: (line, id of the nearest element, message).

    The message is the validator's, in English, with the namespaces left out.
    """
    with _ONE_AT_A_TIME:
        schema = _schema()
        if schema.validate(root):
            return []
        log = [(entry.line, entry.path, entry.message) for entry in schema.error_log]
    prefixes = {p: uri for node in root.iter() for p, uri in node.nsmap.items() if p}
    return [
        (line, _nearest_id(root, path, prefixes), _NAMESPACE.sub("", text))
        for line, path, text in log
    ]


def _nearest_id(root: Any, path: str | None, prefixes: dict[str, str]) -> str:
    # The validator writes its paths with the prefixes of the file, wherever those are declared.
    found = root.getroottree().xpath(path, namespaces=prefixes) if path else []
    node = found[0] if found else None
    while node is not None and not node.get("id"):
        node = node.getparent()
    return "" if node is None else str(node.get("id"))
