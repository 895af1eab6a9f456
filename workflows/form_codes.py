"""The code lists that forms offer: those of the jurisdiction, and those of the station's directory.

Mediators are a list that changes with the directory, so they are read when a form that offers them
is shown or cleaned; the other lists are the same for as long as the process runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from engine import clock
from engine.forms import Choice, CodeLists, Words
from workflows.codes import Code, Department, Departments
from workflows.codes import CodeLists as Lists
from workflows.people.directory import holders

MEDIATORS = "mediators"


@dataclass(frozen=True, kw_only=True)
class FormCodes:
    """Call it for the lists of one unit."""

    codes: Lists
    departments: Departments

    def __call__(self, session: Session, tenant: str, unit: str) -> CodeLists:
        """All lists by name."""
        return _Offered(fixed=self._fixed, mediators=lambda: _mediators(session, tenant, unit))

    @cached_property
    def _fixed(self) -> Mapping[str, Sequence[Choice]]:
        found = {each.name: tuple(_choice(code) for code in each.offered) for each in self.codes}
        return found | {"departments": tuple(_choice(each) for each in self.departments)}


@dataclass(frozen=True, kw_only=True)
class _Offered(Mapping[str, Sequence[Choice]]):
    """The fixed lists and one that is read from the directory only when a form asks for it."""

    fixed: Mapping[str, Sequence[Choice]]
    mediators: Callable[[], Sequence[Choice]]

    def __getitem__(self, name: str) -> Sequence[Choice]:
        return self.mediators() if name == MEDIATORS else self.fixed[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.fixed
        yield MEDIATORS

    def __len__(self) -> int:
        return len(self.fixed) + 1


def _mediators(session: Session, tenant: str, unit: str) -> Sequence[Choice]:
    return tuple(
        Choice(value=person.id, label=Words(zh=person.name, en=person.name_en or person.name))
        for person in holders(session, tenant, "R04", unit, clock.now())
    )


def _choice(named: Code | Department) -> Choice:
    key = named.code if isinstance(named, Code) else named.id
    return Choice(value=key, label=Words(zh=named.name.zh, en=named.name.en))
