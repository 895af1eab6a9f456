"""What collides: the same room, the same mediator or the same party at overlapping times. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

#: A session has a beginning only; so long is kept free for it.
LENGTH = timedelta(hours=2)


class Clash(StrEnum):
    """In what two appointments collide, the plainest first."""

    ROOM = "room"
    MEDIATOR = "mediator"
    PARTY = "party"


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One session as a piece of time."""

    id: str
    case_id: str
    station: str
    begins: datetime
    #: The room as it was written; empty when none was.
    room: str
    #: Person ids of the mediators.
    mediators: frozenset[str]
    #: Fingerprints by which the same party is known again.
    parties: frozenset[str]

    @property
    def ends(self) -> datetime:
        """Until when room and people are taken."""
        return self.begins + LENGTH


def same_room(name: str) -> str:
    """A room's name as it is compared: without blanks."""
    return "".join(name.split()).casefold()


def overlap(one: Appointment, other: Appointment) -> bool:
    """Whether two appointments share time; one that begins when the other ends does not."""
    return one.begins < other.ends and other.begins < one.ends


def clash(one: Appointment, other: Appointment) -> tuple[Clash, ...]:
    """In what two appointments collide; nothing when they do not."""
    if one.id == other.id or not overlap(one, other):
        return ()
    room = same_room(one.room)
    found = {
        Clash.ROOM: bool(room) and one.station == other.station and room == same_room(other.room),
        Clash.MEDIATOR: bool(one.mediators & other.mediators),
        # Two sessions of one case at one time are a clash of its parties, known or not.
        Clash.PARTY: one.case_id == other.case_id or bool(one.parties & other.parties),
    }
    return tuple(kind for kind, is_so in found.items() if is_so)


def clashes(
    appointments: Sequence[Appointment],
) -> Mapping[str, Sequence[tuple[str, tuple[Clash, ...]]]]:
    """Appointment → what it collides with, and in what."""
    found: defaultdict[str, list[tuple[str, tuple[Clash, ...]]]] = defaultdict(list)
    for one, other in combinations(appointments, 2):
        if kinds := clash(one, other):
            found[one.id].append((other.id, kinds))
            found[other.id].append((one.id, kinds))
    return dict(found)
