"""What the inbox is narrowed to, as a value: from an address, to a saved view, and back. Pure.

Unknown words are dropped, never refused: an old address or a shared view shows a wider list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final


class View(StrEnum):
    """Which tasks are shown."""

    ALL = "all"
    POOL = "pool"
    MINE = "mine"
    TODAY = "today"
    OVERDUE = "overdue"
    WATCHING = "watching"
    TEAM = "team"
    SNOOZED = "snoozed"
    STANDING_IN = "standing-in"


class Due(StrEnum):
    """When a task must be done."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    NEVER = "never"


#: Priorities by the word of the filter; hand-picked and ordinary ones carry no risk.
RISKS: Final[Mapping[str, tuple[int, ...]]] = {
    "emergency": (0,), "red": (1,), "orange": (2,), "yellow": (3,), "none": (4, 5),
}  # fmt: skip
PRIORITIES: Final = (0, 1, 2, 3, 4, 5)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A view, narrowed; what is empty narrows nothing."""

    view: View = View.ALL
    process: str = ""
    risk: str = ""
    due: Due | None = None
    unit: str = ""
    node: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is chosen besides the view."""
        return bool(self.process or self.risk or self.due or self.unit or self.node)

    def within(self, view: View) -> Filter:
        """The same narrowing of another view."""
        return replace(self, view=view)


def from_plain(said: Mapping[str, Any]) -> Filter:
    """A filter from the words of an address or a saved view."""
    view, due, risk = (str(said.get(key) or "") for key in ("view", "due", "risk"))
    return Filter(
        view=View(view) if view in set(View) else View.ALL,
        due=Due(due) if due in set(Due) else None,
        risk=risk if risk in RISKS else "",
        process=_word(said, "process"), unit=_word(said, "unit"), node=_word(said, "node"),
    )  # fmt: skip


def _word(said: Mapping[str, Any], key: str) -> str:
    return str(said.get(key) or "")[:80]


def to_plain(wanted: Filter) -> dict[str, str]:
    """The words of a filter; what narrows nothing is left out."""
    words = {
        "view": wanted.view.value, "process": wanted.process, "risk": wanted.risk,
        "due": wanted.due.value if wanted.due else "", "unit": wanted.unit, "node": wanted.node,
    }  # fmt: skip
    return {key: text for key, text in words.items() if text}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The instants by which due dates are judged, and who is away in them."""

    now: datetime
    #: The first instant of tomorrow at the station.
    end_of_today: datetime
    #: For whom the reader stands in now: person and processes (none: all of them).
    absent: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def before(self, due: Due | None) -> datetime | None:
        """The instant before which a task of the kind is due, if that is what the kind says."""
        return {
            Due.OVERDUE: self.now, Due.TODAY: self.end_of_today,
            Due.WEEK: self.end_of_today + timedelta(days=6),
        }.get(due) if due else None  # fmt: skip


def due_of(wanted: Filter) -> Due | None:
    """The narrower of what the view and the filter say about due dates."""
    said = {View.TODAY: Due.TODAY, View.OVERDUE: Due.OVERDUE}.get(wanted.view)
    order = (Due.OVERDUE, Due.TODAY, Due.WEEK)
    if said is None or wanted.due not in order:
        return wanted.due or said
    return min(said, wanted.due, key=order.index)


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """The last line of a page; the next page begins after it."""

    priority: int
    urgent_by: int
    id: str

    def text(self) -> str:
        """The cursor in an address."""
        return f"{self.priority}.{self.urgent_by}.{self.id}"


def cursor_from(text: str) -> Cursor | None:
    """The cursor of an address; None for the first page."""
    priority, _, rest = text.partition(".")
    urgent_by, _, task_id = rest.partition(".")
    if not (priority.isdecimal() and urgent_by.isdecimal() and task_id):
        return None
    if len(urgent_by) > len("9000000000000000000"):
        return None
    return Cursor(priority=int(priority), urgent_by=int(urgent_by), id=task_id[:40])
