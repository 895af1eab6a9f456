"""Pure decisions of the reception; no database, no clock."""

from __future__ import annotations

from enum import StrEnum

#: Risk levels from the mildest to the gravest.
LEVELS = ("yellow", "orange", "red")


class GradeState(StrEnum):
    """How the confirmed risk stands to what the tables suggest."""

    #: The person confirmed the suggestion or went above it.
    CONFIRMED = "confirmed"
    #: The tables suggest more than the person chose and had seen.
    UNSEEN = "unseen"
    #: The person saw the suggestion and chose less: a second person must approve.
    LOWERED = "lowered"


def gravest(*levels: str | None) -> str:
    """The gravest of some levels; yellow when none is known."""
    known = [LEVELS.index(level) for level in levels if level in LEVELS]
    return LEVELS[max(known, default=0)]


def suggest(dv: str | None, dispute: str | None, child: str | None) -> str:
    """The level that the three tables suggest together; a child to be reported is red."""
    return gravest(dv, dispute, "red" if child == "report" else child)


def compare_grade(chosen: str, suggested: str, seen: str | None) -> GradeState:
    """Compare a chosen level with the suggestion; `seen` is what the person had been shown."""
    if LEVELS.index(chosen) >= LEVELS.index(suggested):
        return GradeState.CONFIRMED
    return GradeState.LOWERED if seen == suggested else GradeState.UNSEEN
