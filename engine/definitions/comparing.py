"""How two drawings of one process differ: element by element, by their ids.

An element is what is drawn, and the process itself. What belongs to it (its attributes, texts,
timers, conditions, inputs) is compared by name; where it stands is compared apart, because moving
a shape changes nothing about the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.lint import reading
from engine.spiff.reading import BPMN

Element = Any
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
#: Written by the drawing tool from what is compared elsewhere.
_DERIVED = frozenset({"incoming", "outgoing", "flowNodeRef"})
#: What the standard means when nothing is written; tools write it or leave it out.
_DEFAULTS = {"cancelActivity": "true", "isInterrupting": "true", "isSequential": "false"}


class Change(StrEnum):
    """What happened to an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    #: It only stands elsewhere.
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One thing about an element that is another now; "" where there was or is nothing."""

    #: Name of an attribute, or the path of a text below the element.
    what: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One element that differs."""

    element: str
    kind: str
    change: Change
    name: str
    name_en: str
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    kind: str
    says: Mapping[str, str]
    place: tuple[float, ...]


def differences(before: bytes, after: bytes) -> tuple[Difference, ...]:
    """What the second drawing adds, takes away, changes and moves; in that order, then by file."""
    old, new = _drawn(before), _drawn(after)
    found = [_whole(Change.ADDED, key, new[key]) for key in new if key not in old]
    found += [_whole(Change.REMOVED, key, old[key]) for key in old if key not in new]
    both = [key for key in new if key in old]
    found += [
        _whole(Change.CHANGED, key, new[key], _details(old[key].says, new[key].says))
        for key in both
        if dict(old[key].says) != dict(new[key].says)
    ]
    found += [
        _whole(Change.MOVED, key, new[key])
        for key in both
        if dict(old[key].says) == dict(new[key].says) and old[key].place != new[key].place
    ]
    return tuple(found)


def _whole(
    change: Change, element: str, drawn: _Drawn, details: tuple[Detail, ...] = ()
) -> Difference:
    return Difference(
        element=element, kind=drawn.kind, change=change, name=drawn.says.get("name", ""),
        name_en=drawn.says.get("nameEn", ""), details=details,
    )  # fmt: skip


def _details(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Detail, ...]:
    names = [*before, *(name for name in after if name not in before)]
    return tuple(
        Detail(what=name, before=before.get(name, ""), after=after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )


def _drawn(xml: bytes) -> dict[str, _Drawn]:
    root = reading.read(xml)
    places = dict(_places(root))
    lanes = _lanes(root)
    found: dict[str, _Drawn] = {}
    for element in root.iter(f"{{{BPMN}}}*"):
        key = element.get("id")
        if key and (key in places or _tag(element) == "process"):
            says = dict(_says(element, frozenset(places)))
            if key in lanes:
                says["lane"] = lanes[key]
            found[key] = _Drawn(kind=_tag(element), says=says, place=places.get(key, ()))
    return found


def _places(root: Element) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Where each shape stands and each connection runs; labels are left to the tool."""
    for shape in root.iter(f"{_DI}BPMNShape", f"{_DI}BPMNEdge"):
        points = [each for each in shape if _tag(each) in {"Bounds", "waypoint"}]
        yield (
            shape.get("bpmnElement", ""),
            tuple(
                float(each.get(side, "0"))
                for each in points
                for side in ("x", "y", "width", "height")
            ),
        )


def _lanes(root: Element) -> dict[str, str]:
    return {
        (each.text or "").strip(): lane.get("id", "")
        for lane in root.iter(f"{{{BPMN}}}lane")
        for each in lane.iterfind(f"{{{BPMN}}}flowNodeRef")
    }


def _says(element: Element, apart: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Everything that is written on an element and below it, down to what is drawn by itself."""
    for name, value in element.attrib.items():
        short = _short(name)
        if short != "id" and _DEFAULTS.get(short) != value:
            yield short, value
    for child in _own(element, apart):
        yield from _below(child, "", apart)


def _below(element: Element, path: str, apart: frozenset[str]) -> Iterator[tuple[str, str]]:
    if _tag(element) == "extensionElements":
        for child in _own(element, apart):
            yield from _below(child, path, apart)
        return
    here = path + _part(element)
    written = (element.text or "").strip()
    named = {_short(name): value for name, value in element.attrib.items()}
    if _tag(element) in {"input", "output"}:
        yield here, named.get("value", "")
        return
    if written or not len(element):
        yield here, written
    for name, value in named.items():
        if name not in {"id", "type"} and _DEFAULTS.get(name) != value:
            yield f"{here}.{name}", value
    for child in _own(element, apart):
        yield from _below(child, f"{here}.", apart)


def _own(element: Element, apart: frozenset[str]) -> Iterator[Element]:
    for child in element:
        if _tag(child) not in _DERIVED and child.get("id", "") not in apart:
            yield child


def _part(element: Element) -> str:
    """A step of a path: the tag, and what tells it from another of its kind."""
    tag = _tag(element)
    if tag in {"input", "output"}:
        return f"{tag} {element.get('name', '')}"
    if tag == "documentation":
        return "documentation." + ("en" if element.get("id", "").endswith("-doc-en") else "zh")
    return tag


def _short(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def _tag(element: Element) -> str:
    return _short(str(element.tag))
