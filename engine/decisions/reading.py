"""A decision model's XML, read without trusting it: no DOCTYPE, no entities, no network, ≤ 2 MB.

DMN 1.1 to 1.5 differ in their namespaces only as far as this package is concerned, so elements are
found by their local names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from lxml import etree

from engine.errors import Invalid

LARGEST = 2_000_000
DEEPEST = 100
NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    }
)
#: An element of lxml, which ships no types.
Element = Any


class NotDecisionModel(Invalid):
    """The file is not a decision model that may be read."""

    code: ClassVar[str] = "not-decision-model"
    sentence: ClassVar[str] = "Expected a DMN model, but {problem}."


def read(xml: bytes) -> Element:
    """The `definitions` element; raises NotDecisionModel."""
    if len(xml) > LARGEST:
        raise NotDecisionModel(problem=f"it is larger than {LARGEST} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotDecisionModel(problem=f"it is no XML: {error}") from None
    if root.getroottree().docinfo.doctype:
        raise NotDecisionModel(problem="it has a DOCTYPE")
    if kind_of(root) != "definitions" or etree.QName(root).namespace not in NAMESPACES:
        raise NotDecisionModel(problem="its root is no DMN definitions")
    _refuse_depth(root)
    return root


def _refuse_depth(root: Element) -> None:
    level = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return
    raise NotDecisionModel(problem=f"it nests deeper than {DEEPEST}")


def kind_of(element: Element) -> str:
    """The local name; "" for a comment or processing instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element, *kinds: str) -> Iterator[Element]:
    """The children of some kinds, in order."""
    for child in element:
        if kind_of(child) in kinds:
            yield child


def child(element: Element, *kinds: str) -> Element | None:
    """The first child of some kinds."""
    return next(children(element, *kinds), None)


def text_of(element: Element | None, kind: str = "text") -> str:
    """The text of a child such as `text` or `typeRef`, stripped; "" when there is none."""
    found = None if element is None else child(element, kind)
    return "" if found is None or found.text is None else found.text.strip()


def attribute(element: Element | None, name: str) -> str:
    """An attribute's text, stripped; "" when there is none."""
    value = None if element is None else element.get(name)
    return "" if value is None else str(value).strip()


def named(element: Element) -> str:
    """The element's name with single spaces; DMN lets line ends stand in it."""
    return " ".join(attribute(element, "name").split())


def place_of(element: Element) -> str:
    """What a finding calls the element: its id, else the id of the nearest one around it."""
    here: Element | None = element
    while here is not None:
        found = attribute(here, "id") or named(here)
        if found:
            return found
        here = here.getparent()
    return ""
