"""What a paper will say, put together so that nothing protected gets in: by class, then by text.

A process hands in a `Draft`: every value with the class of where it comes from. A value of a higher
class than its field may hold is kept apart and the paper says so; a text in which somebody typed a
protected value is refused, and so is a character that the typeface cannot print.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Invalid
from engine.protection import Sensitivity
from workflows.documents.kinds import Field, PaperKind
from workflows.documents.typeface import first_missing

#: What stands where a value is kept apart.
KEPT_APART = "（依法另行保存，不在此载明）"
#: A shorter secret would be found in any text.
SHORTEST_SECRET = 4


class ProtectedText(Invalid):
    """Somebody typed a protected value into a text that leaves the station."""

    code = "protected-text"
    sentence = "Expected no protected value in {field}, but one stands there."


class CharacterMissing(Invalid):
    """The typeface has no shape for a character, so the paper would show a box."""

    code = "character-missing"
    sentence = "Expected characters that can be printed, but {field} holds {character} ({point})."


@dataclass(frozen=True, kw_only=True)
class Classed:
    """A text with the class of the place it was read from."""

    text: str
    sensitivity: Sensitivity


#: A value of a draft: plain text is operational (C1); rows are mappings of the same.
Value = str | Classed
Values = Mapping[str, Value | Sequence[Mapping[str, Value]]]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A paper before it has a number."""

    kind: str
    station: str
    case_id: str
    #: Number of the case; the paper's own number begins with it.
    case_number: str
    #: What it is about within the case, e.g. one session; the same subject is the same paper.
    subject: str
    #: What tells it from others of its kind on the page, e.g. "2".
    mark: str = ""
    values: Values = field(repr=False)
    #: Protected texts of the case, none of which may stand in a paper that leaves the station.
    secrets: frozenset[str] = field(default=frozenset(), repr=False)


def content_of(kind: PaperKind, draft: Draft) -> dict[str, Any]:
    """The values of a draft as its paper will show them; refuses what must not be printed."""
    unknown = set(draft.values) - set(kind.fields)
    if unknown:
        # A programmer's slip, not a person's: the vocabulary and the maker have parted.
        raise KeyError(f"{kind.id} has no field {', '.join(sorted(unknown))}")
    content = {name: _shown(each, draft.values.get(name, "")) for name, each in kind.fields.items()}
    if kind.handed_out:
        refuse_secrets(content, draft.secrets)
    refuse_missing_characters(content)
    return content


def _shown(described: Field, value: Any) -> Any:
    if described.rows is not None:
        return [
            {name: _shown(each, row.get(name, "")) for name, each in described.rows.items()}
            for row in value or ()
        ]
    if isinstance(value, Classed):
        if value.text and value.sensitivity > described.sensitivity:
            return KEPT_APART
        return _printable(value.text)
    return _printable(str(value))


def _printable(text: str) -> str:
    """The text without control characters, which no file of Word may hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    clean = ("".join(c for c in line if unicodedata.category(c) != "Cc") for line in lines)
    return "\n".join(clean).strip()


def texts(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, text) of everything that a paper says."""
    for name, value in content.items():
        if isinstance(value, list):
            for row in value:
                yield from ((f"{name}.{key}", text) for key, text in texts(row))
        else:
            yield name, str(value)


def refuse_secrets(content: Mapping[str, Any], secrets: Collection[str]) -> None:
    """Refuse a text in which a protected value stands, also when blanks or dashes hide it."""
    wanted = [folded for secret in secrets if len(folded := _folded(secret)) >= SHORTEST_SECRET]
    for name, text in texts(content):
        said = _folded(text)
        if any(secret in said for secret in wanted):
            raise ProtectedText(field=name)


def _folded(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in wide if character.isalnum())


def refuse_missing_characters(content: Mapping[str, Any]) -> None:
    """Refuse a character without a shape, by name."""
    for name, text in texts(content):
        missing = first_missing(text)
        if missing:
            raise CharacterMissing(field=name, character=missing, point=f"U+{ord(missing):04X}")
