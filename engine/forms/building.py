"""The components of a file become parts; what stands in no table is noted and left out.

Each component is looked at alone here; whether the parts fit together is asked in `crossing`.
"""

from __future__ import annotations

import re

from engine.forms import grammar
from engine.forms.fields import build_input
from engine.forms.model import Group, Input, Note, Part, Rows, Words
from engine.forms.reporting import Json, Notebook

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Builder:
    """Builds the parts of one form."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._seen = 0
        self._ids: set[str] = set()

    def parts(self, components: list[object], *, depth: int) -> tuple[Part, ...]:
        """The parts of a list of components, in order."""
        if depth > grammar.DEEPEST:
            self._notebook.note("too-deep", "", most=grammar.DEEPEST)
            return ()
        built = (self._part(component, depth) for component in components)
        return tuple(part for part in built if part is not None)

    def _part(self, component: object, depth: int) -> Part | None:
        self._seen += 1
        if self._seen > grammar.MOST_COMPONENTS:
            if self._seen == grammar.MOST_COMPONENTS + 1:
                self._notebook.note("too-many-components", "", most=grammar.MOST_COMPONENTS)
            return None
        if not isinstance(component, dict):
            self._notebook.note("wrong-type", "", key="components", expected="object")
            return None
        kind, element = component.get("type"), self._element(component)
        if not isinstance(kind, str) or kind not in grammar.COMPONENT_KEYS:
            self._notebook.note("unsupported-component", element, type=str(kind)[:60])
            return None
        self._check_keys(component, kind, element)
        if kind in grammar.INPUTS:
            return self._input(component, kind, element)
        match kind:
            case "dynamiclist":
                return self._rows(component, element, depth)
            case "group":
                return self._group(component, element, depth)
        return self._note(component, element)

    def _element(self, component: Json) -> str:
        for name in ("key", "path", "id"):
            if isinstance(found := component.get(name), str) and found:
                return found
        return ""

    def _check_keys(self, component: Json, kind: str, element: str) -> None:
        note = self._notebook
        note.only(component, grammar.COMPONENT_KEYS[kind], element, where=kind)
        note.only(
            note.mapping(component, "properties", element),
            grammar.PROPERTY_KEYS[kind],
            element,
            where="properties",
        )
        note.only(
            note.mapping(component, "conditional", element), {"hide"}, element, where="conditional"
        )
        id_ = note.text(component, "id", element)
        if id_ and id_ in self._ids:
            note.note("duplicate-id", element, id=id_)
        self._ids.add(id_)

    def _input(self, component: Json, kind: str, element: str) -> Input | None:
        key = self._notebook.text(component, "key", element)
        if not KEY.fullmatch(key):
            self._notebook.note("bad-key", element, key=key)
        return build_input(component, kind, key, self._notebook)

    def _rows(self, component: Json, element: str, depth: int) -> Rows:
        note, key = self._notebook, self._notebook.text(component, "path", element)
        properties = note.mapping(component, "properties", element)
        if not KEY.fullmatch(key):
            note.note("bad-key", element, key=key)
        most = note.count(properties, "maxRows", element, otherwise=20, most=grammar.MOST_ROWS)
        least = note.count(properties, "minRows", element, otherwise=0, most=max(most, 1))
        parts = self.parts(note.sequence(component, "components", element), depth=depth + 1)
        if any(isinstance(part, Rows) for part in _flat(parts)):
            note.note("list-in-list", element)
        if most == 0 or not parts:
            note.note("empty-list", element)
        return Rows(
            key=key,
            label=note.words(*_both(component, properties, "label"), element, key="label"),
            hint=_hint(component, properties, element, note),
            hide=note.expression(note.mapping(component, "conditional", element), "hide", element),
            required_when=note.expression(properties, "requiredWhen", element),
            min_rows=least,
            max_rows=most,
            parts=parts,
        )

    def _group(self, component: Json, element: str, depth: int) -> Group:
        note = self._notebook
        properties = note.mapping(component, "properties", element)
        return Group(
            id=element,
            label=note.words(*_both(component, properties, "label"), element, key="label"),
            hide=note.expression(note.mapping(component, "conditional", element), "hide", element),
            parts=self.parts(note.sequence(component, "components", element), depth=depth + 1),
        )

    def _note(self, component: Json, element: str) -> Note:
        note = self._notebook
        properties = note.mapping(component, "properties", element)
        return Note(
            id=element,
            words=note.words(*_both(component, properties, "text"), element, key="text"),
            hide=note.expression(note.mapping(component, "conditional", element), "hide", element),
        )


def _flat(parts: tuple[Part, ...]) -> list[Part]:
    inner = [_flat(part.parts) if isinstance(part, Group) else [part] for part in parts]
    return [part for group in inner for part in group]


def _both(component: Json, properties: Json, key: str) -> tuple[str, str]:
    zh, en = component.get(key, ""), properties.get(f"{key}En", "")
    return (zh if isinstance(zh, str) else "", en if isinstance(en, str) else "")


def _hint(component: Json, properties: Json, element: str, note: Notebook) -> Words | None:
    zh, en = _both(component, properties, "description")
    return note.words(zh, en, element, key="description") if zh or en else None
