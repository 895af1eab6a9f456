"""Who may hold what: roles that belong to a kind of body, and roles that one person may not join.

Pure. Who keeps the system must not read cases, so the administrator's post stands alone. Source:
domain §5, R13 "no case content (separate admin duties)".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_STATION = frozenset({"station"})
_CENTRE = frozenset({"centre"})
_ABOVE = frozenset({"centre", "federation"})

#: Role to the kinds of units (`UnitKind`) in which it is held; R01 is the public, never given.
HELD_IN: Mapping[str, frozenset[str]] = {
    "R02": _STATION,
    "R03": _STATION,
    "R04": _STATION,
    "R05": _STATION,
    "R06": _STATION,
    "R07": _CENTRE,
    "R08": frozenset({"department"}),
    "R09": _ABOVE,
    "R10": _STATION,
    "R11": _STATION | _CENTRE,
    "R12": _ABOVE,
    "R13": _CENTRE,
    "R14": _CENTRE,
    "R15": _CENTRE,
    "R16": _STATION | _ABOVE,
    "R17": _ABOVE,
}

ADMINISTRATOR = "R13"
#: Roles that work on cases.
_CASE_WORK = frozenset({f"R{number:02}" for number in range(2, 12)})

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")


def is_username(text: str) -> bool:
    """Whether a text can be signed in with: 3 to 40 small letters, digits, dots and hyphens."""
    return _USERNAME.fullmatch(text) is not None


def fits(role: str, kind: str) -> bool:
    """Whether a role is held in that kind of body."""
    return kind in HELD_IN.get(role, ())


def excludes(held: Iterable[str], wanted: str) -> str:
    """The role already held that forbids the wanted one; "" when none does."""
    for role in sorted(held):
        pair = {role, wanted}
        if ADMINISTRATOR in pair and pair & _CASE_WORK:
            return role
    return ""
