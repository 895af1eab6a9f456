"""The law as one table: who reaches which case, and what of it is in the clear.

A situation is a case at East Lake and how somebody with one post stands to it. The table below is
written after domain §5 by hand; it is what the code is held against, never made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.cast import CENTRE, EAST_LAKE, SOUTH_GATE

POLICE: Final = "police"
#: Where each role is held when it belongs to the case's own station, centre or department.
AT_HOME: Final = {
    **{f"R{number:02}": EAST_LAKE for number in (2, 3, 4, 5, 6, 10, 11, 12)},
    **{f"R{number:02}": CENTRE for number in (7, 9, 13, 14, 15, 16, 17)},
    "R08": POLICE,
}


@dataclass(frozen=True, kw_only=True)
class Situation:
    """How a case stands, and how the person stands to it."""

    sealed: bool = False
    incident: bool = False
    #: "" none, "person", "group", or "ended" for a membership that is over.
    member: str = ""
    #: Whether the post is held at another station.
    elsewhere: bool = False
    other_tenant: bool = False


SITUATIONS: Final[dict[str, Situation]] = {
    "plain": Situation(),
    "incident runs": Situation(incident=True),
    "member": Situation(member="person"),
    "member by group": Situation(member="group"),
    "membership ended": Situation(member="ended"),
    "sealed": Situation(sealed=True),
    "sealed, incident runs": Situation(sealed=True, incident=True),
    "sealed, member": Situation(sealed=True, member="person"),
    "incident runs, member": Situation(incident=True, member="person"),
    "other station": Situation(elsewhere=True),
    "other station, incident runs": Situation(elsewhere=True, incident=True),
    "other tenant": Situation(other_tenant=True),
    "other tenant, member": Situation(other_tenant=True, member="person"),
}

#: Roles that read by membership only: the case is theirs when they were made members of it.
_MEMBERS: Final = ("member", "member by group", "sealed, member", "incident runs, member")
#: Roles that read what their station has.
_STATION: Final = (
    "plain", "incident runs", "member", "member by group", "membership ended",
    "sealed, member", "incident runs, member",
)  # fmt: skip

#: Role → the situations in which the case exists; in every other one it does not.
REACHED: Final[dict[str, tuple[str, ...]]] = {
    "R02": _MEMBERS,
    "R03": _STATION,
    "R04": _MEMBERS,
    "R05": _STATION,
    "R06": _STATION,
    # The duty leader reaches running incidents of the centre, wherever they are.
    "R07": (
        "incident runs", "other station, incident runs", "member", "member by group",
        "sealed, member", "incident runs, member",
    ),
    "R08": _MEMBERS,
    # The rights officer reads the whole area.
    "R09": (*_STATION, "other station", "other station, incident runs"),
    "R10": (),
    "R11": _MEMBERS,
    "R12": (),
    "R13": (),
    "R14": (),
    "R15": (),
    "R16": (),
    "R17": (),
}  # fmt: skip

#: Role → what is in the clear, whether C4 opens with a reason, whether places stay hidden for ever.
SEES: Final[dict[str, tuple[str, bool, bool]]] = {
    "R02": ("C1 C2 C3", False, False),
    "R03": ("C1 C2 C3", False, False),
    "R04": ("C1 C2 C3", False, True),
    "R05": ("C1 C2 C3", True, False),
    "R06": ("C1 C2 C3", True, False),
    "R07": ("C1 C2 C3 C4", False, False),
    "R08": ("C1 C2", False, True),
    "R09": ("C1 C2 C3", False, False),
    "R11": ("C1 C2", False, True),
}
#: Without a running incident the duty leader reads as others do.
SEES_AFTERWARDS: Final = {"R07": ("C1 C2 C3", False, False)}


def unit_of(role: str, situation: Situation) -> str:
    """Where the post is held in a situation."""
    home = AT_HOME[role]
    return SOUTH_GATE if situation.elsewhere and home == EAST_LAKE else home
