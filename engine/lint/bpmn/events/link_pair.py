"""Every link source has one target and every target a source, by name or reference (10.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "link-pair"
COVERS = ("EXT124",)
WORDS = {
    "zh": "链接事件“{label}”{problem}。请为同名的来源链接恰好配一个目标链接。",
    "en": "Link event “{label}”: {problem_en}. Give sources of one name exactly one target.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield link events without a partner, and second targets of one name in a scope."""
    sources = _Links(model, "intermediateThrowEvent")
    targets = _Links(model, "intermediateCatchEvent")
    for event, link in sources.all:
        if not link.get("target") and not targets.partner(event, link, "source"):
            yield remark(RULE, event, problem="没有对应的目标", problem_en="it has no target")
    for event, link in targets.all:
        if not link.get("source") and not sources.partner(event, link, "target"):
            yield remark(RULE, event, problem="没有对应的来源", problem_en="it has no source")
        if targets.first(event, link) is not event:
            yield remark(RULE, event, problem="重复", problem_en="another target has this name")


class _Links:
    """The link events of one side, found by name within a scope or by what they refer to."""

    def __init__(self, model: Model, kind: str) -> None:
        self.all = [
            (event, definition)
            for event in model.all(kind)
            for definition in model.definitions(event)
            if definition.kind == "linkEventDefinition"
        ]
        self._named: dict[tuple[Element | None, str], Element] = {}
        for event, link in self.all:
            self._named.setdefault((event.scope, link.get("name")), event)
        self._referred = {
            (side, text)
            for _, link in self.all
            for side in ("source", "target")
            for text in link.texts(side)
        }

    def partner(self, event: Element, link: Element, back: str) -> bool:
        """Whether some event of this side has the same name or refers to that link."""
        return (event.scope, link.get("name")) in self._named or (back, link.id) in self._referred

    def first(self, event: Element, link: Element) -> Element:
        """Return the first event of this side with the name of that link, itself if unnamed."""
        name = link.get("name")
        return self._named[event.scope, name] if name else event
