"""Who can be asked to act: the departments of a county, what each may do, how soon it must answer.

These are kinds of departments; the offices, phones and liaisons of one county are rows elsewhere.
Which department leads a matter is suggested from competences and decided by a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflows.codes.lists import UnknownCode, load_lists
from workflows.codes.pack import PACK, Node, read_document
from workflows.codes.wording import Wording


@dataclass(frozen=True, kw_only=True)
class Department:
    """One kind of department."""

    id: str
    name: Wording
    #: What it is competent for, as codes of the list `competences`.
    competences: frozenset[str]
    #: Severities of an incident at which it is notified, e.g. I, II.
    notified_at: frozenset[str]
    #: Deadline code of an ordinary acknowledgement, or "" when it is never transferred to.
    ordinary_ack: str
    #: Deadline code of the first acknowledgement limit in an emergency.
    emergency_ack: str
    #: Round-the-clock duty: reached at night and on days off.
    always_on: bool
    #: Public number to call, or "".
    hotline: str


@dataclass(frozen=True, kw_only=True)
class Departments:
    """Every department of a pack, in the order in which people see them."""

    all: Mapping[str, Department]

    def __getitem__(self, department: str) -> Department:
        """A department by its id; UnknownCode when there is none."""
        if department not in self.all:
            raise UnknownCode(list="departments", value=department)
        return self.all[department]

    def __contains__(self, department: object) -> bool:
        """Whether there is such a department."""
        return department in self.all

    def __iter__(self) -> Iterator[Department]:
        """Every department."""
        return iter(self.all.values())

    def competent_for(self, competence: str) -> tuple[Department, ...]:
        """Who may act on one kind of matter, in the order of the directory."""
        return tuple(one for one in self if competence in one.competences)

    def notified_at(self, severity: str) -> tuple[Department, ...]:
        """Who hears of an incident of one severity (I, II, III, IV)."""
        return tuple(one for one in self if severity in one.notified_at)


@cache
def load_departments(pack: Path = PACK) -> Departments:
    """Read departments.json; PackBroken names the place that is wrong."""
    top = read_document(pack / "departments.json")
    top.allow("source", "departments")
    top.at("source").wording()
    found: dict[str, Department] = {}
    for node in top.at("departments").items():
        department = _department(node, pack)
        if department.id in found:
            node.broken(f"{department.id} stands twice")
        found[department.id] = department
    return Departments(all=found)


def _department(node: Node, pack: Path) -> Department:
    node.allow(
        "id", "zh", "en", "competences", "notified_at", "ordinary_ack", "emergency_ack",
        "always_on", "hotline",
    )  # fmt: skip
    ordinary, hotline = node.get("ordinary_ack"), node.get("hotline")
    return Department(
        id=node.at("id").text(),
        name=Wording(zh=node.at("zh").text(), en=node.at("en").text()),
        competences=_codes(node.at("competences"), "competences", pack),
        notified_at=_codes(node.at("notified_at"), "severities", pack),
        ordinary_ack=ordinary.text() if ordinary else "",
        emergency_ack=node.at("emergency_ack").text(),
        always_on=node.at("always_on").flag(),
        hotline=hotline.text() if hotline else "",
    )


def _codes(node: Node, name: str, pack: Path) -> frozenset[str]:
    known = load_lists(pack)[name]
    for item in node.items():
        if item.text() not in known:
            item.broken(f"{item.text()} is no code of {name}")
    return frozenset(node.texts())
