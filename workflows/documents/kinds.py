"""Which papers there are, and what each may say: fields with their class, read from the pack.

A paper that leaves the station is built from fields that cannot hold a protected value: a file that
offers it a field of class C4 is refused here, before any template is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from engine.errors import Invalid, NotFound
from engine.protection import Sensitivity
from workflows.codes.pack import PACK, Node, read_document
from workflows.codes.wording import Wording

FOLDER = PACK / "papers"


class NoSuchPaperKind(NotFound):
    """Nobody makes a paper of this kind."""

    code = "no-such-paper-kind"
    sentence = "Expected a kind of paper, but {kind} is none."


class ProtectedFieldOffered(Invalid):
    """A paper for the other side was given a field that can hold a protected value."""

    code = "protected-field-offered"
    sentence = "Expected open fields for {paper}, but {field} is {sensitivity}."


class Audience(StrEnum):
    """Who gets a paper into their hands."""

    #: It stays in the file of the station.
    STATION = "station"
    #: A party or a visitor carries it away; the other side may read it.
    HANDED_OUT = "handed-out"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that a paper may say, under the Chinese name by which a template calls it."""

    name: str
    name_en: str
    sensitivity: Sensitivity
    sample: Any = ""
    #: The fields of each row, when it is a list.
    rows: Mapping[str, Field] | None = None

    def highest(self) -> Sensitivity:
        """The class of the most sensitive value that it can hold."""
        below = (each.highest() for each in (self.rows or {}).values())
        return max((self.sensitivity, *below))


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """One kind of paper; a wrong one cannot be built."""

    id: str
    name: Wording
    #: Two letters in its numbers.
    mark: str
    audience: Audience
    fields: Mapping[str, Field]

    def __post_init__(self) -> None:
        """Refuse an open paper with a field that could hold a protected value."""
        if self.audience == Audience.STATION:
            return
        for each in self.fields.values():
            if each.highest() >= Sensitivity.C4:
                raise ProtectedFieldOffered(
                    paper=self.id, field=each.name, sensitivity=each.highest().value
                )

    @property
    def handed_out(self) -> bool:
        """Whether it leaves the station."""
        return self.audience == Audience.HANDED_OUT

    def sample(self) -> dict[str, Any]:
        """Invented values for a look at a template."""
        return {each.name: each.sample for each in self.fields.values()}


@dataclass(frozen=True, kw_only=True)
class PaperKinds:
    """All kinds of a pack by id."""

    kinds: Mapping[str, PaperKind]

    def __getitem__(self, kind: str) -> PaperKind:
        """A kind by its id."""
        if kind not in self.kinds:
            raise NoSuchPaperKind(kind=kind)
        return self.kinds[kind]

    def __iter__(self) -> Iterator[PaperKind]:
        """Every kind in the order of the work."""
        return iter(self.kinds.values())

    def protected_names(self) -> frozenset[str]:
        """Names by which some paper of the station calls a protected value."""
        every = (each for kind in self for each in kind.fields.values())
        return frozenset(each.name for each in every if each.highest() >= Sensitivity.C4)


@cache
def load_kinds(folder: Path = FOLDER) -> PaperKinds:
    """Read `papers.json` of the pack strictly."""
    return kinds_from(read_document(folder / "papers.json"))


def kinds_from(top: Node) -> PaperKinds:
    """The kinds that a document describes."""
    top.allow("common", "papers")
    common = _fields(top.at("common"))
    return PaperKinds(
        kinds={key: _kind(key, node, common) for key, node in top.at("papers").entries()}
    )


def _kind(key: str, node: Node, common: Mapping[str, Field]) -> PaperKind:
    node.allow("zh", "en", "mark", "audience", "fields")
    audience = node.at("audience")
    if audience.text() not in set(Audience):
        audience.broken("station or handed-out is expected")
    return PaperKind(
        id=key, name=Wording(zh=node.at("zh").text(), en=node.at("en").text()),
        mark=node.at("mark").text(), audience=Audience(audience.text()),
        fields={**common, **_fields(node.at("fields"))},
    )  # fmt: skip


def _fields(node: Node) -> dict[str, Field]:
    return {name: _field(name, each) for name, each in node.entries()}


def _field(name: str, node: Node) -> Field:
    node.allow("en", "class", "sample", "rows")
    rows = node.get("rows")
    if rows is not None:
        return Field(
            name=name, name_en=node.at("en").text(), sensitivity=Sensitivity.C1,
            sample=node.at("sample").value, rows=_fields(rows),
        )  # fmt: skip
    given = node.at("class")
    if given.text() not in set(Sensitivity):
        given.broken("one of C1 to C4 is expected")
    return Field(
        name=name, name_en=node.at("en").text(), sensitivity=Sensitivity(given.text()),
        sample=node.at("sample").value,
    )  # fmt: skip
