"""The code lists that forms offer: those of the jurisdiction, and those of the station's directory.

Departments and mediators are lists that change with the directory, so they are read when a form is
shown or cleaned.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine import clock
from engine.forms import Choice, CodeLists, Words
from workflows.codes import Code, Department, Departments
from workflows.codes import CodeLists as Lists
from workflows.people.directory import holders


@dataclass(frozen=True, kw_only=True)
class FormCodes:
    """Call it for the lists of one unit."""

    codes: Lists
    departments: Departments

    def __call__(self, session: Session, tenant: str, unit: str) -> CodeLists:
        """All lists by name."""
        found = {each.name: tuple(_choice(code) for code in each.offered) for each in self.codes}
        found["departments"] = tuple(_choice(each) for each in self.departments)
        found["mediators"] = tuple(
            Choice(value=person.id, label=Words(zh=person.name, en=person.name_en or person.name))
            for person in holders(session, tenant, "R04", unit, clock.now())
        )
        return found


def _choice(named: Code | Department) -> Choice:
    key = named.code if isinstance(named, Code) else named.id
    return Choice(value=key, label=Words(zh=named.name.zh, en=named.name.en))
