"""One visit carries three categories; where one follows from another, this table offers it.

A is the list of the social-governance centre, C the people's-mediation statistics, D the women's
federation's letters and visits. A person confirms what is offered; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflows.codes.lists import CodeList, load_lists
from workflows.codes.pack import PACK, Node, read_document


@dataclass(frozen=True, kw_only=True)
class CategoryMap:
    """Which categories go together, the most usual first."""

    #: A code → C code that counts it.
    statistics: Mapping[str, str]
    #: A code → D codes that may stand beside it.
    federation: Mapping[str, tuple[str, ...]]

    def statistics_for(self, category: str) -> str | None:
        """The C code of an A code, by the code itself or by its class."""
        return self.statistics.get(category) or self.statistics.get(category[:2])

    def federation_for(self, category: str) -> tuple[str, ...]:
        """The D codes to offer for an A code, by the code itself or by its class."""
        return self.federation.get(category) or self.federation.get(category[:2], ())

    def governance_for(self, federation: str) -> tuple[str, ...]:
        """The A codes to offer when a D code was chosen first."""
        return tuple(a for a, choices in self.federation.items() if federation in choices)


@cache
def load_map(pack: Path = PACK) -> CategoryMap:
    """Read category-map.json; every code in it must exist in its list."""
    lists = load_lists(pack)
    a, c, d = (lists[f"categories-{name}"] for name in "acd")
    top = read_document(pack / "category-map.json")
    top.allow("source", "rows")
    top.at("source").wording()
    statistics, federation = {}, {}
    for node in top.at("rows").items():
        node.allow("a", "c", "d")
        key = _known(node.at("a"), a)
        if key in statistics:
            node.broken(f"{key} stands twice")
        statistics[key] = _known(node.at("c"), c)
        federation[key] = tuple(_known(item, d) for item in node.at("d").items())
    return CategoryMap(statistics=statistics, federation=federation)


def _known(node: Node, codes: CodeList) -> str:
    if node.text() not in codes:
        node.broken(f"{node.text()} is no code of {codes.name}")
    return node.text()
