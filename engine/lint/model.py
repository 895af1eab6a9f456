"""A diagram under inspection: its elements as plain values, its references followed once.

Only BPMN's own elements and those of the station's namespace are kept; drawings and foreign
extensions do not matter for what a process does. The rules read; nothing here judges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from engine.lint.kinds import BPMN, EVENT_DEFINITIONS, SANLIAN, SCOPES, TASKS, XSI
from engine.lint.profiles import Profile, StationFacts

Worked = TypeVar("Worked")
#: Where modelers write for which engine a file is meant.
_PLATFORM = "{http://camunda.org/schema/modeler/1.0}executionPlatform"
_PREFIXES = {BPMN: "", SANLIAN: "sanlian:", XSI: "xsi:"}


@dataclass(eq=False, kw_only=True, slots=True)
class Element:
    """One XML element of the model; two are the same only when they are the same place."""

    #: Local name in BPMN ("userTask"), or "sanlian:…" for the station's own elements.
    kind: str
    #: Attributes by local name; the station's are written "sanlian:…".
    attributes: dict[str, str]
    #: Text directly inside, without surrounding blanks.
    text: str
    #: Line in the file, from 1.
    line: int
    parent: Element | None = field(default=None, repr=False)
    children: list[Element] = field(default_factory=list, repr=False)

    def get(self, name: str) -> str:
        """Return the attribute, or the text of the first child of that name, or ""."""
        if name in self.attributes:
            return self.attributes[name].strip()
        return next((child.text for child in self.children if child.kind == name), "")

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a boolean attribute, with the standard's default where it is absent."""
        written = self.attributes.get(name, "").strip()
        return written in {"true", "1"} if written else default

    def inside(self, *kinds: str) -> list[Element]:
        """Return the direct children of these kinds."""
        return [child for child in self.children if child.kind in kinds]

    def texts(self, kind: str) -> list[str]:
        """Return the texts of the direct children of one kind, blanks left out."""
        return [child.text for child in self.inside(kind) if child.text]

    def walk(self) -> Iterator[Element]:
        """Yield this element and everything below, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Element]:
        """Yield the enclosing elements, innermost first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def above(self, *kinds: str) -> Element | None:
        """Return the nearest enclosing element of one of these kinds."""
        return next((element for element in self.ancestors() if element.kind in kinds), None)

    @property
    def id(self) -> str:
        return self.get("id")

    @property
    def anchor(self) -> str:
        """The id of this element, or of the nearest enclosing one that has an id."""
        return self.id or next((above.id for above in self.ancestors() if above.id), "")

    @property
    def label(self) -> str:
        """What a person would call it: its name, else its id, else what it is."""
        return " ".join(self.attributes.get("name", "").split()) or self.anchor or self.kind

    @property
    def scope(self) -> Element | None:
        """The process or sub-process that this element lies directly in."""
        return self.above(*SCOPES)


def element_of(node: Any, parent: Element | None = None) -> Element | None:
    """Return our value for one lxml element, or None when it belongs to a foreign namespace."""
    namespace, _, local = node.tag.rpartition("}")
    if (prefix := _PREFIXES.get(namespace[1:])) is None:
        return None
    element = Element(
        kind=prefix + local,
        attributes=dict(_attributes(node)),
        text=(node.text or "").strip(),
        line=node.sourceline or 0,
        parent=parent,
    )
    inner = (element_of(child, element) for child in node)
    element.children = [child for child in inner if child is not None]
    return element


def _attributes(node: Any) -> Iterator[tuple[str, str]]:
    for name, value in node.attrib.items():
        namespace, _, local = name.rpartition("}")
        if not namespace:
            yield local, value
        elif (prefix := _PREFIXES.get(namespace[1:])) is not None:
            yield prefix + local, value


class Model:
    """The whole file, with the questions that rules ask of it."""

    def __init__(
        self, root: Any, *, profile: Profile = Profile.STANDARD, facts: StationFacts | None = None
    ) -> None:
        #: The lxml tree as it was read, for the schema.
        self.root = root
        self.profile = profile
        #: None when nobody said what the station has; then unknown names cannot be judged.
        self.facts = facts
        self._worked_out: dict[object, Any] = {}
        top = element_of(root)
        self.elements: tuple[Element, ...] = () if top is None else tuple(top.walk())
        self.by_id: dict[str, Element] = {}
        self.by_kind: dict[str, list[Element]] = defaultdict(list)
        self._leaving: dict[str, list[Element]] = defaultdict(list)
        self._arriving: dict[str, list[Element]] = defaultdict(list)
        self._hanging: dict[str, list[Element]] = defaultdict(list)
        for element in self.elements:
            self.by_kind[element.kind].append(element)
            self.by_id.setdefault(element.id, element)
        self.by_id.pop("", None)
        for flow in self.by_kind["sequenceFlow"]:
            self._leaving[flow.get("sourceRef")].append(flow)
            self._arriving[flow.get("targetRef")].append(flow)
        self._associated: dict[str, list[Element]] = defaultdict(list)
        for association in self.by_kind["association"]:
            self._associated[association.get("sourceRef")].append(association)
        for event in self.by_kind["boundaryEvent"]:
            self._hanging[event.get("attachedToRef")].append(event)

    def once(self, key: object, work: Callable[[], Worked]) -> Worked:
        """Return what `work` finds out about this file, working it out for the first rule only."""
        if key not in self._worked_out:
            self._worked_out[key] = work()
        found: Worked = self._worked_out[key]
        return found

    def all(self, *kinds: str) -> list[Element]:
        """Return every element of these kinds, in the order of the file when one kind is asked."""
        return [element for kind in sorted(kinds) for element in self.by_kind.get(kind, ())]

    def find(self, reference: str) -> Element | None:
        """Follow a reference; a namespace prefix is left out (BPMN 2.0.2, 15.3.2)."""
        return self.by_id.get(reference) or self.by_id.get(reference.rpartition(":")[2])

    def follow(self, element: Element, name: str, *kinds: str) -> Element | None:
        """Return what `element` refers to by attribute or child `name`, if it is one of `kinds`."""
        found = self.find(element.get(name))
        return found if found is not None and (not kinds or found.kind in kinds) else None

    def outgoing(self, node: Element) -> list[Element]:
        """Return the sequence flows whose source is this node."""
        return self._leaving.get(node.id, []) if node.id else []

    def incoming(self, node: Element) -> list[Element]:
        """Return the sequence flows whose target is this node."""
        return self._arriving.get(node.id, []) if node.id else []

    def source(self, flow: Element) -> Element | None:
        return self.by_id.get(flow.get("sourceRef"))

    def target(self, flow: Element) -> Element | None:
        return self.by_id.get(flow.get("targetRef"))

    def definitions(self, event: Element) -> list[Element]:
        """Return the event definitions of an event, written inside or referred to."""
        referred = (self.find(text) for text in event.texts("eventDefinitionRef"))
        outside = [found for found in referred if found and found.kind in EVENT_DEFINITIONS]
        return event.inside(*EVENT_DEFINITIONS) + outside

    def triggers(self, event: Element) -> list[str]:
        """Return the kinds of an event's definitions: none for a none event, many for multiple."""
        return [definition.kind for definition in self.definitions(event)]

    def boundaries(self, activity: Element) -> list[Element]:
        """Return the boundary events attached to an activity."""
        return self._hanging.get(activity.id, []) if activity.id else []

    def executable(self, element: Element) -> bool:
        """Whether the element belongs to a process that is meant to run here.

        A file addressed to another engine says in that engine's words what the standard's own
        attributes would say; it is looked at as a drawing.
        """
        process = element if element.kind == "process" else element.above("process")
        return process is not None and process.flag("isExecutable") and not self.other_engine

    @cached_property
    def other_engine(self) -> str:
        """The engine or technology that the file is addressed to; "" when it is to anyone."""
        platform = str(self.root.get(_PLATFORM) or "")
        technologies = (task.get("implementation") for task in self.all(*TASKS))
        known = ("", "unspecified", "webservice")
        foreign = (name for name in technologies if name.strip("#").lower() not in known)
        return platform or next(foreign, "")

    def associated(self, element: Element) -> list[Element]:
        """Return what associations from this element lead to."""
        lines = self._associated.get(element.id, []) if element.id else []
        return [found for line in lines if (found := self.follow(line, "targetRef")) is not None]

    @property
    def strict(self) -> bool:
        """Whether the file is held against the station's rules."""
        return self.profile is Profile.STATION

    @property
    def speaks_sanlian(self) -> bool:
        """Whether the file declares the station's own namespace."""
        return SANLIAN in self.root.nsmap.values()
