"""One turn is everything that one command sets in motion, in one transaction.

Messages thrown on the way wait in the turn until the throwing instance is saved, so that no
instance is ever advanced while it is half-way through a step of its own.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import Conflict
from engine.instances.calls import Calls
from engine.spiff.advance import Thrown

#: More hand-overs than this in one transaction are a circle, not work.
MOST_DELIVERIES = 100


class TurnRunsOn(Conflict):
    """Messages chase each other in a circle; nothing of the turn is written."""

    code = "messages-in-a-circle"
    sentence = "Expected the messages to settle, but more than {most} were thrown in one step."


class InstanceBusy(Conflict):
    """An operation tried to step the very instance that is performing it."""

    code = "instance-busy"
    sentence = "Expected instance {instance} to be at rest, but it is in the middle of a step."


@dataclass(frozen=True, kw_only=True)
class Post:
    """A thrown message with the address of who threw it."""

    message: Thrown
    unit: str
    sender: str


@dataclass(kw_only=True)
class Turn:
    """The state of one turn; lives as long as the transaction's outermost step."""

    session: Session
    calls: Calls
    actor: Actor
    event_time: datetime
    waiting: deque[Post] = field(default_factory=deque)
    delivered: int = 0

    @contextlib.contextmanager
    def entered(self, instance_id: str) -> Iterator[None]:
        """An instance is in the middle of a step; whoever enters it again meanwhile is refused.

        The session remembers it, because an operation may begin a turn of its own.
        """
        busy: set[str] = self.session.info.setdefault("instances in a step", set())
        if instance_id in busy:
            raise InstanceBusy(instance=instance_id)
        busy.add(instance_id)
        try:
            yield
        finally:
            busy.discard(instance_id)

    def next_post(self) -> Post | None:
        """The oldest message that is not delivered yet."""
        if not self.waiting:
            return None
        self.delivered += 1
        if self.delivered > MOST_DELIVERIES:
            raise TurnRunsOn(most=MOST_DELIVERIES)
        return self.waiting.popleft()
