"""Who is on duty in the demo: by day the head, by night the second triage officer, for ten days."""

from __future__ import annotations

from datetime import time, timedelta

from workflows.deadlines import house_calendar
from workflows.demo.cast import EAST_LAKE, SOUTH_GATE
from workflows.demo.house import House
from workflows.people.administrators import CENTRE_UNIT
from workflows.people.roster import put_on_duty

_MORNING, _EVENING = time(8), time(20)
#: Unit → who from 08:00 to 20:00, and who from 20:00 to 08:00.
_DUTIES = {
    EAST_LAKE: ("chenjing", "hetao"), SOUTH_GATE: ("zhaomin", "zhaomin"),
    CENTRE_UNIT: ("sunwei", "sunwei"),
}  # fmt: skip


def enter_duties(house: House) -> None:
    """Yesterday, today and the week to come."""
    calendar = house_calendar()
    today = calendar.local(house.until).date()
    with house.runtime.database.begin() as session:
        administrator = house.actor(session, "zhoulan")
        for number in range(-2, 8):
            day = today + timedelta(days=number)
            morning, evening = calendar.at(day, _MORNING), calendar.at(day, _EVENING)
            next_morning = calendar.at(day + timedelta(days=1), _MORNING)
            for unit, (by_day, by_night) in _DUTIES.items():
                for who, since, until in (
                    (by_day, morning, evening), (by_night, evening, next_morning),
                ):  # fmt: skip
                    put_on_duty(
                        session, administrator, unit_id=unit, person_id=house.people[who],
                        since=since, until=until,
                    )  # fmt: skip
