"""Names of tasks, codes, units and people's roles in the language of the page."""

from __future__ import annotations

from typing import Any, Protocol

from web import session as web_session
from web.wording import PROCESSES

#: Numbers beside views are exact below this.
COUNTED = 1000


class Named(Protocol):
    """Anything with a Chinese and an English name."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def name_of(thing: Named) -> str:
    """The name of a task, a node, a unit or a definition; Chinese when it has no English one."""
    english = web_session.language() == "en" and thing.name_en
    return thing.name_en if english else thing.name


def code_words(list_name: str, code: str) -> str:
    """A code of a list in words; an unknown one as it is, nothing for none."""
    if not code:
        return ""
    codes = web_session.runtime().codes[list_name]
    return codes[code].name(web_session.language()) if code in codes else code


def category_words(code: str) -> str:
    """A category of the women's federation list in words."""
    return code_words("categories-d", code)


def role_words(role: str) -> str:
    """A role in words; the clock and the house are one actor to people."""
    return code_words("roles", role)


def department_words(department: str) -> str:
    """A department in words."""
    known = web_session.runtime().departments
    return known[department].name(web_session.language()) if department in known else department


def process_words(process: str) -> str:
    """A process in words."""
    return str(PROCESSES.get(process, process))


def group_words(member_group: str, units: dict[str, Any]) -> str:
    """A candidate group in words: role and body; `units` by id."""
    role, _at, unit = member_group.partition("@")
    body = units.get(unit)
    return " ・ ".join(part for part in (name_of(body) if body else "", role_words(role)) if part)


def number_words(number: int) -> int | str:
    """A number beside a view; large ones only as large."""
    return number if number < COUNTED else f"{COUNTED - 1}+"
