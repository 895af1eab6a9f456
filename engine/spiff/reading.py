"""A diagram file is untrusted text: read without entities, network, or more than its fair size.

What comes out is an element tree with local BPMN names; whatever cannot be read is one finding.
Nothing here knows what the elements mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.errors import Finding, NotDeployable

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SANLIAN = "urn:sanlian:bpmn:1"
MOST_BYTES = 2 * 1024 * 1024
MOST_ELEMENTS = 5000
MOST_DEPTH = 100

#: An lxml element; the library ships no types.
Element = Any


def read(xml: bytes) -> Element:
    """The root element of a BPMN file; `NotDeployable` if it cannot be trusted or read."""
    if len(xml) > MOST_BYTES:
        raise _refused("file-too-large", most=MOST_BYTES)
    root = _parsed(xml)
    if root.getroottree().docinfo.doctype:
        raise _refused("document-type-not-allowed")
    _bounded(root)
    if root.tag != f"{{{BPMN}}}definitions":
        raise _refused("not-bpmn", tag=str(root.tag)[:200])
    return root


def _parsed(xml: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.LxmlError, ValueError) as broken:
        raise _refused("not-xml", problem=str(broken)[:200]) from broken
    if root is None:
        raise _refused("not-xml", problem="no element")
    return root


def _bounded(root: Element) -> None:
    count, stack = 0, [(root, 1)]
    while stack:
        element, depth = stack.pop()
        count += 1
        if count > MOST_ELEMENTS:
            raise _refused("too-many-elements", most=MOST_ELEMENTS)
        if depth > MOST_DEPTH:
            raise _refused("nested-too-deep", most=MOST_DEPTH)
        stack.extend((child, depth + 1) for child in element)


def _refused(rule: str, **fields: object) -> NotDeployable:
    return NotDeployable([Finding(rule=rule, fields=fields)])


def local(element: Element) -> str:
    """Local name of a BPMN element, "" for any other namespace."""
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith(f"{{{BPMN}}}"):
        return ""
    return tag[len(BPMN) + 2 :]


def bpmn(name: str) -> str:
    """The full tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def children(element: Element, *names: str) -> Iterator[Element]:
    """Direct BPMN children with one of these local names, in document order."""
    return (child for child in element if local(child) in names)


def child(element: Element, name: str) -> Element | None:
    """The first direct BPMN child of that name."""
    return next(children(element, name), None)


def text(element: Element | None) -> str:
    """The trimmed text of an element, "" when there is none."""
    return "" if element is None else "".join(element.itertext()).strip()


def extension(element: Element, name: str) -> str | None:
    """An attribute of our own namespace, trimmed; None when absent or blank."""
    value: str | None = element.get(f"{{{SANLIAN}}}{name}")
    return (value or "").strip() or None


def extensions(element: Element, name: str) -> Iterator[Element]:
    """Our own elements of that name within the element's `extensionElements`."""
    holder = child(element, "extensionElements")
    return iter(()) if holder is None else holder.iterfind(f"{{{SANLIAN}}}{name}")
