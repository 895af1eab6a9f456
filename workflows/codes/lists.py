"""A code list names what may be chosen, in order, in both languages; codes never change meaning.

A retired code stays readable for old cases and is no longer offered. Which form shows which list
is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.errors import NotFound
from workflows.codes.pack import PACK, Node, read_document
from workflows.codes.wording import Wording


class UnknownCode(NotFound):
    """A list has no such code."""

    code = "unknown-code"
    sentence = "Expected a code of the list {list}, but {value} is none."


@dataclass(frozen=True, kw_only=True)
class Code:
    """One choice of a list."""

    #: Stable key, stored with cases.
    code: str
    name: Wording
    #: The code it belongs under, or "" at the top.
    parent: str = ""
    #: No longer offered, still readable.
    retired: bool = False


@dataclass(frozen=True, kw_only=True)
class CodeList:
    """Choices in the order in which people see them."""

    name: str
    title: Wording
    #: Where the list comes from.
    source: Wording
    codes: Mapping[str, Code]

    def __getitem__(self, value: str) -> Code:
        """The code of a value, retired or not; UnknownCode when there is none."""
        if value not in self.codes:
            raise UnknownCode(list=self.name, value=value)
        return self.codes[value]

    def __contains__(self, value: object) -> bool:
        """Whether a value is a code of this list."""
        return value in self.codes

    def __iter__(self) -> Iterator[Code]:
        """Every code, retired ones too."""
        return iter(self.codes.values())

    @property
    def offered(self) -> tuple[Code, ...]:
        """What people may choose today."""
        return tuple(code for code in self if not code.retired)

    def under(self, parent: str) -> tuple[Code, ...]:
        """The codes directly below one; "" gives the top."""
        return tuple(code for code in self if code.parent == parent)


@dataclass(frozen=True, kw_only=True)
class CodeLists:
    """All code lists of a pack."""

    lists: Mapping[str, CodeList]

    def __getitem__(self, name: str) -> CodeList:
        """A list by its name; UnknownCode when the pack has none."""
        if name not in self.lists:
            raise UnknownCode(list="lists", value=name)
        return self.lists[name]

    def __iter__(self) -> Iterator[CodeList]:
        """Every list, by name."""
        return iter(self.lists.values())


@cache
def load_lists(pack: Path = PACK) -> CodeLists:
    """Read every file of the pack's folder `codes`; PackBroken names the one that is wrong."""
    files = sorted((pack / "codes").glob("*.json"))
    return CodeLists(lists={path.stem: _list(read_document(path), path.stem) for path in files})


def _list(top: Node, name: str) -> CodeList:
    top.allow("title", "source", "codes")
    codes: dict[str, Code] = {}
    for node in top.at("codes").items():
        code = _code(node)
        if code.code in codes:
            node.broken(f"{code.code} stands twice")
        if code.parent and code.parent not in codes:
            node.broken(f"{code.parent} must stand before its children")
        codes[code.code] = code
    if not codes:
        top.broken("the list is empty")
    title, source = top.at("title").wording(), top.at("source").wording()
    return CodeList(name=name, title=title, source=source, codes=codes)


def _code(node: Node) -> Code:
    node.allow("code", "zh", "en", "parent", "retired")
    parent, retired = node.get("parent"), node.get("retired")
    return Code(
        code=node.at("code").text(),
        name=Wording(zh=node.at("zh").text(), en=node.at("en").text()),
        parent=parent.text() if parent else "",
        retired=retired.flag() if retired else False,
    )
