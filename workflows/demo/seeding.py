"""Seed a demo once: an installation that has a centre is left as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from engine import clock
from workflows import installing
from workflows.demo.cast import seed_cast
from workflows.demo.duties import enter_duties
from workflows.demo.house import House
from workflows.demo.plan import cases_of
from workflows.people.models import CentreRow
from workflows.runtime import Runtime

#: How many cases a demo has, and how far back they reach.
CASES, REACH = 200, timedelta(days=62)


def _print(line: str) -> None:
    print(line, flush=True)


def seed(runtime: Runtime, *, cases: int = CASES, say: Callable[[str], None] = _print) -> bool:
    """Create the demo when the database is empty; True when it did.

    The clock is moved while it is made and is real again afterwards.
    """
    present = clock.now()
    # A demo that a power cut interrupts is thrown away, so it need not wait for the disk each time.
    with clock.frozen(present - REACH), runtime.database.hurrying():
        with runtime.database.begin() as session:
            if session.scalar(select(CentreRow.tenant).limit(1)) is not None:
                return False
            people = {name: person.id for name, person in seed_cast(session).items()}
            installing.install_all(session)
        _play(House(runtime, people, present), cases, say)
    return True


def _play(house: House, cases: int, say: Callable[[str], None]) -> None:
    """Let every case run from its beginning to where it stands now."""
    done = 0

    def ended() -> None:
        nonlocal done
        done += 1
        if done % 20 == 0 or done == cases:
            say(f"演示数据 demo data: {done}/{cases}")

    enter_duties(house)
    for instant, journey in cases_of(house, cases):
        house.begin_at(instant, journey)
    house.run(ended)
    house.deliver()
