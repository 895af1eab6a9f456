"""Sessions as lines of a day: time, room, who mediates, and what they collide with, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from web.session import runtime
from web.wording.texts import format_datetime, lazy_gettext
from web.wording.texts import gettext as _
from workflows.appointments.queries import Slot
from workflows.appointments.rules import Clash
from workflows.people import directory

WEEK = 7
_MODES: Mapping[str, Any] = {
    "joint": lazy_gettext("面对面"), "caucus": lazy_gettext("背对背"),
    "online": lazy_gettext("线上"), "mixed": lazy_gettext("先分后合"),
}  # fmt: skip
_CLASHES: Mapping[Clash, Any] = {
    Clash.ROOM: lazy_gettext("房间重了"), Clash.MEDIATOR: lazy_gettext("调解员重了"),
    Clash.PARTY: lazy_gettext("当事人重了"),
}  # fmt: skip


def local(at: datetime) -> datetime:
    """An instant at the station."""
    return at.astimezone(runtime().settings.zone)


def begins(day: date) -> datetime:
    """The first instant of a day at the station."""
    return datetime.combine(day, time(), tzinfo=runtime().settings.zone)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def days(session: Session, tenant: str, slots: Sequence[Slot], first: date) -> list[dict[str, Any]]:
    """The seven days of a week, each with its sessions."""
    lines = [(local(slot.appointment.begins).date(), slot) for slot in slots]
    by_id = {slot.appointment.id: slot for slot in slots}
    return [
        {
            "iso": day.isoformat(), "name": format_datetime(begins(day), _("M月d日 EEE")),
            "lines": [line(session, tenant, slot, by_id) for on, slot in lines if on == day],
        }
        for day in (first + timedelta(days=number) for number in range(WEEK))
    ]  # fmt: skip


def line(
    session: Session, tenant: str, slot: Slot, by_id: Mapping[str, Slot] | None = None
) -> dict[str, Any]:
    """One session: what its reader may know of it."""
    one = slot.appointment
    return {
        "from": format_datetime(one.begins, "HH:mm"),
        "to": format_datetime(one.ends, "HH:mm"),
        "room": one.room or (_("线上") if slot.mode == "online" else _("未定房间")),
        "mode": str(_MODES.get(slot.mode, "")),
        "mediators": [directory.name_of(session, tenant, each) for each in sorted(one.mediators)],
        "number": slot.number if slot.reached else "",
        "url": url_for("cases.case", case_id=one.case_id) if slot.reached else "",
        "held": slot.is_held,
        "clashes": [clash_words(kinds, other, by_id or {}) for other, kinds in slot.clashes],
    }


def clash_words(kinds: Sequence[Clash], other: str, by_id: Mapping[str, Slot]) -> str:
    """In what a session collides, and with which, as far as the reader may know it."""
    words = _("、").join(str(_CLASHES[kind]) for kind in kinds)
    against = by_id.get(other)
    if against is None:
        return words
    at = format_datetime(against.appointment.begins, "HH:mm")
    what = against.number if against.reached and against.number else _("另一场")
    return _("%(words)s：%(at)s %(what)s", words=words, at=at, what=what)
