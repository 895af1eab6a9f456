"""Where a story is played: a fresh database with the cast, and a clock that fires on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, outbox, timers
from engine.actors import Actor
from engine.models import TimerRow
from workflows import installing
from workflows.demo.cast import TENANT, seed_cast
from workflows.migrations import upgrade
from workflows.people import directory
from workflows.runtime import Runtime
from workflows.scenario.story import Story
from workflows.scenario.times import instant


@dataclass(kw_only=True)
class Stage:
    """The state of one play."""

    runtime: Runtime
    story: Story
    #: User name → person id.
    people: Mapping[str, str]
    #: Label in the story → case id.
    cases: dict[str, str] = field(default_factory=dict)
    #: Clocks whose handler raised and that were told of already.
    told: set[str] = field(default_factory=set)

    def actor(self, session: Session, who: str) -> Actor:
        """The actor behind a label of the story."""
        return directory.actor_of(session, TENANT, self.people[self.story.people[who]])

    def case(self, label: str) -> str:
        """The case id behind a label; with one case only, the label may be left out."""
        if not label and len(self.cases) == 1:
            return next(iter(self.cases.values()))
        return self.cases.get(label, "")

    def reach(self, at: str) -> None:
        """Let time pass until a moment, firing every timer at its own instant on the way."""
        wanted = instant(at, clock.now(), self.runtime.settings.zone) if at else clock.now()
        if wanted < clock.now():
            raise ValueError(f"{at} lies before {clock.now():%m-%d %H:%M}, stories go forward")
        while (due := self._next_due()) is not None and due <= wanted:
            clock.travel_to(max(due, clock.now()))
            self.tick()
        clock.travel_to(wanted)
        self.tick()

    def _next_due(self) -> datetime | None:
        with self.runtime.database.read() as session:
            return timers.next_due(session)

    def tick(self) -> None:
        """What the metronome does each second."""
        timers.fire_due(self.runtime.database, self.runtime.calls)
        outbox.deliver_due(self.runtime.database, self.runtime.channels)

    def broken_clocks(self) -> list[str]:
        """Clocks whose handler raised since the last look, each as its node and the error."""
        with self.runtime.database.read() as session:
            rows = session.scalars(select(TimerRow).where(TimerRow.last_error.is_not(None))).all()
        new = [row for row in rows if row.id not in self.told]
        self.told |= {row.id for row in new}
        return [f"{row.node}: {row.last_error}" for row in new]


def set_stage(runtime: Runtime, story: Story) -> Stage:
    """An empty database becomes a centre with its cast and its diagrams, at the story's start."""
    upgrade(runtime.database)
    clock.travel_to(instant(story.clock, clock.now(), runtime.settings.zone))
    with runtime.database.begin() as session:
        people = {name: person.id for name, person in seed_cast(session).items()}
        installing.install_all(session)
    return Stage(runtime=runtime, story=story, people=people)
