"""What a new file adds, takes away and renames against the version in use, by the ids of its parts.

A part is an element of a diagram, a field of a form, or a decision with its inputs; its name is
what people call it. Nothing is said about how the parts work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import decisions, forms
from engine.models import DefinitionKind, DefinitionRow
from engine.spiff.parser import parse

#: Id of a part to its name in the language of the page.
Parts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The difference between two files, each part as (id, name)."""

    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    renamed: tuple[tuple[str, str], ...]

    @property
    def none(self) -> bool:
        """Whether the parts are the same."""
        return not (self.added or self.removed or self.renamed)


def changes(before: Parts, after: Parts) -> Changes:
    """Compare two sets of parts."""
    return Changes(
        added=tuple((key, name) for key, name in after.items() if key not in before),
        removed=tuple((key, name) for key, name in before.items() if key not in after),
        renamed=tuple(
            (key, f"{before[key]} → {name}")
            for key, name in after.items()
            if key in before and before[key] != name
        ),
    )


def parts_of(row: DefinitionRow | None, language: str) -> dict[str, str]:
    """The parts of a stored file; none of a version that does not exist."""
    if row is None:
        return {}
    return _PARTS[row.kind](row, language)


def _diagram_parts(row: DefinitionRow, language: str) -> dict[str, str]:
    nodes = parse(row.source, process_id=row.key).nodes.values()
    return {
        node.id: (node.name_en if language == "en" else "") or node.name or node.id
        for node in nodes
    }


def _decision_parts(row: DefinitionRow, language: str) -> dict[str, str]:
    # A table has no English names; an English page knows its parts by their ids.
    english = language == "en"
    items = decisions.load(row.source).items.values()
    return {item.id: item.id if english else item.name for item in items}


def _form_parts(row: DefinitionRow, language: str) -> dict[str, str]:
    form = forms.load(row.source)
    return {slot.part.key: slot.part.label.in_language(language) for slot in form.page}


_PARTS = {
    DefinitionKind.PROCESS: _diagram_parts,
    DefinitionKind.DECISION: _decision_parts,
    DefinitionKind.FORM: _form_parts,
}
