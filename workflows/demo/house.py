"""A station at work on a moved clock: many cases go on side by side, and clocks fire between them.

Each case is a journey, a generator that does something and then yields when it goes on. The house
takes the journey whose turn is next, lets every timer before it fire at its own instant, and stops
at the present: what a journey would do later stays undone, so the case stands where it stands.
"""

from __future__ import annotations

import heapq
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from engine import clock, outbox, timers
from engine.actors import Actor
from engine.errors import Refusal
from workflows.demo.cast import TENANT
from workflows.people import directory
from workflows.runtime import Runtime

log = logging.getLogger(__name__)

#: From the present of a journey to the instant at which it goes on.
Wait = Callable[[datetime], datetime]
Journey = Iterator[Wait]


class House:
    """The runtime, its people, and the journeys under way."""

    def __init__(self, runtime: Runtime, people: dict[str, str], until: datetime) -> None:
        self.runtime, self.people, self.until = runtime, people, until
        self._usernames = {person: username for username, person in people.items()}
        self._actors: dict[str, Actor] = {}
        self._next: list[tuple[datetime, int, Journey]] = []
        #: Journeys that could not go on, each with its reason; their cases stand where they stand.
        self.stuck: list[str] = []
        self._order = count()

    def begin_at(self, instant: datetime, journey: Journey) -> None:
        """Let a journey begin at an instant."""
        heapq.heappush(self._next, (instant, next(self._order), journey))

    def run(self, ended: Callable[[], None]) -> None:
        """Go on until the present; `ended` is called for each journey that ended or was left."""
        while self._next:
            instant, _, journey = heapq.heappop(self._next)
            if instant <= self.until:
                self._reach(instant)
                wait = self._go_on(journey)
                if wait is not None:
                    self.begin_at(wait(instant), journey)
                    continue
            ended()
        self._reach(self.until)

    def _go_on(self, journey: Journey) -> Wait | None:
        try:
            return next(journey, None)
        except (Refusal, LookupError) as refused:
            # A demo with one case less far is better than a house that does not open.
            log.exception("a demo case stands still")
            self.stuck.append(f"{type(refused).__name__}: {refused}")
            return None

    def _reach(self, instant: datetime) -> None:
        database, calls = self.runtime.database, self.runtime.calls
        while (due := self._next_due()) is not None and due <= instant:
            clock.travel_to(max(due, clock.now()))
            timers.fire_due(database, calls)
        clock.travel_to(max(instant, clock.now()))

    def _next_due(self) -> datetime | None:
        with self.runtime.database.read() as session:
            return timers.next_due(session)

    def deliver(self) -> None:
        """Send what waits in the outbox; one round at the end is enough for a demo."""
        outbox.deliver_due(self.runtime.database, self.runtime.channels)

    def actor(self, session: Session, username: str) -> Actor:
        """Somebody of the cast; posts do not change while the demo is made."""
        if username not in self._actors:
            self._actors[username] = directory.actor_of(session, TENANT, self.people[username])
        return self._actors[username]

    def username(self, person: str) -> str:
        """The user name of a person id."""
        return self._usernames[person]
