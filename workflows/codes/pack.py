"""A file of the jurisdiction pack is read strictly: an unknown key or a missing text is an error.

A `Node` is a place in a file that knows its path, so that whoever edited the file by hand is told
where to look. What the values mean is decided by the readers of each file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, NoReturn

from engine.errors import Invalid
from workflows.codes.wording import Wording

#: The pack of the People's Republic of China, the one we ship.
PACK = Path(__file__).parents[2] / "bpmn" / "jurisdiction" / "cn"


class PackBroken(Invalid):
    """A file of the jurisdiction pack does not hold together; the house does not start with it."""

    code = "pack-broken"
    sentence = "Expected a sound jurisdiction file {file}, but at {place}: {problem}."


@dataclass(frozen=True, kw_only=True)
class Node:
    """A value in a pack file, with the path that leads to it."""

    file: str
    place: str
    value: Any

    def broken(self, problem: object) -> NoReturn:
        """Refuse the file here."""
        raise PackBroken(file=self.file, place=self.place or "the top", problem=problem)

    def at(self, key: str | int) -> Node:
        """The value below a key that must be there."""
        try:
            below = self.value[key]
        except (KeyError, IndexError, TypeError):
            self.broken(f"{key} is missing")
        return self._below(key, below)

    def get(self, key: str) -> Node | None:
        """The value below a key that may be there."""
        return self.at(key) if key in self.mapping() else None

    def _below(self, key: str | int, value: Any) -> Node:
        place = f"{self.place}.{key}" if self.place else str(key)
        return Node(file=self.file, place=place, value=value)

    def allow(self, *keys: str) -> None:
        """Refuse a key that nobody reads: it is a typing slip that would be silently ignored."""
        unknown = sorted(set(self.mapping()) - set(keys))
        if unknown:
            self.broken(f"nobody reads {', '.join(unknown)}")

    def mapping(self) -> Mapping[str, Any]:
        """The value as an object."""
        if not isinstance(self.value, dict):
            self.broken("an object is expected")
        return self.value

    def entries(self) -> Iterator[tuple[str, Node]]:
        """The keys of an object with their values, in the order of the file."""
        return ((key, self._below(key, value)) for key, value in self.mapping().items())

    def items(self) -> Iterator[Node]:
        """The values of a list."""
        if not isinstance(self.value, list):
            self.broken("a list is expected")
        return (self._below(index, value) for index, value in enumerate(self.value))

    def text(self) -> str:
        """A text that says something."""
        if not isinstance(self.value, str) or not self.value.strip():
            self.broken("a text is expected")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text() for item in self.items())

    def wording(self) -> Wording:
        """A text in both languages."""
        self.allow("zh", "en")
        return Wording(zh=self.at("zh").text(), en=self.at("en").text())

    def integer(self) -> int:
        """A whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.broken("a whole number is expected")
        return self.value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self.broken("true or false is expected")
        return self.value

    def day(self) -> date:
        """A date like 2026-05-01."""
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            self.broken("a date like 2026-05-01 is expected")

    def moment(self) -> time:
        """A time of day like 08:30."""
        try:
            return time.fromisoformat(self.text())
        except ValueError:
            self.broken("a time like 08:30 is expected")


def read_document(path: Path) -> Node:
    """The top of a pack file; PackBroken when it is missing or no JSON with unique keys."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackBroken(file=path.name, place="the file", problem=str(error)) from error
    return parse_document(text, path.name)


def parse_document(text: str, name: str) -> Node:
    """The top of a document given as text, e.g. one that an administrator uploads."""
    try:
        value = json.loads(text, object_pairs_hook=_unique)
    except ValueError as error:
        raise PackBroken(file=name, place="the file", problem=str(error)) from error
    return Node(file=name, place="", value=value)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets the last of two equal keys win silently; a rule book must not."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"a key stands twice among {', '.join(keys)}")
    return found
