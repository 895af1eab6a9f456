"""APScheduler as a metronome: every second it says "now", and holds no state at all.

Each tick fires due timers, delivers the outbox and leaves a heart-beat; slower beats reconcile and
sweep. Everything that matters is in rows, so a process that dies loses nothing. Start it after the
fork, never before.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine import clock, commands, messages, outbox, signals, timers
from engine.database import Database
from engine.instances import Calls
from engine.models import HeartbeatRow
from engine.outbox import Channel
from engine.reconciling import reconcile

log = logging.getLogger(__name__)
# A tick that is still draining is not an event worth a line each second.
logging.getLogger("apscheduler").setLevel(logging.ERROR)

#: After so long without a beat a process is forgotten.
SILENT = timedelta(days=1)
#: The tenant of rows that belong to the installation and to no centre.
INSTALLATION = "-"


class Metronome:
    """The ticking of one process."""

    def __init__(
        self,
        database: Database,
        calls: Calls,
        channels: Mapping[str, Channel],
        *,
        node: str = "",
        chores: Sequence[Callable[[Database], None]] = (),
        far: Collection[str] = (),
    ) -> None:
        """`chores` are swept with the rest each minute; each begins its own transactions."""
        self._database, self._calls, self._channels = database, calls, channels
        self._chores = tuple(chores)
        #: Channels that wait for a network; each ticks by itself and holds up no other.
        self._far = frozenset(far)
        self.node = node or f"{os.uname().nodename}:{os.getpid()}"
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._turn = threading.Lock()
        self._stopping = threading.Event()

    def start(self) -> None:
        """Begin to tick: timers and outbox each second, sweeping each minute."""
        self._stopping.clear()
        far = [(partial(self.deliver_far, name), 1) for name in sorted(self._far)]
        for beat, seconds in ((self.tick, 1), (self.deliver, 1), (self.sweep, 60), *far):
            self._scheduler.add_job(
                beat, "interval", seconds=seconds, coalesce=True, max_instances=1,
                misfire_grace_time=None,
            )  # fmt: skip
        self._scheduler.start()

    def stop(self) -> None:
        """End after the tick under way, and after the one message that is being sent."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def tick(self) -> None:
        """Fire what is due and leave the heart-beat."""
        with self._turn:
            timers.fire_due(self._database, self._calls)
        self.beat()

    def deliver(self) -> None:
        """Send what waits in the outbox for channels that answer at once."""
        outbox.deliver_due(
            self._database, self._channels, without=self._far, stopping=self._stopping.is_set
        )

    def deliver_far(self, channel: str) -> None:
        """Send what waits for a channel that may take its time."""
        if outbox.waits(self._database, channel):
            outbox.deliver_due(
                self._database, self._channels, only={channel}, stopping=self._stopping.is_set
            )

    def beat(self) -> None:
        """Write that this process is alive, and how late its oldest due timer is."""
        with self._database.begin() as session:
            key = (INSTALLATION, self.node)
            row = session.get(HeartbeatRow, key) or HeartbeatRow(tenant=key[0], node=key[1])
            row.beat_at, row.oldest_due_at = clock.now(), timers.oldest_due(session)
            session.add(row)

    def sweep(self) -> None:
        """Mend missing timers, forget what nobody asks for any more."""
        reconcile(self._database)
        with self._database.begin() as session:
            signals.sweep(session)
            commands.forget_old(session)
            messages.forget_expired(session)
            forget_silent(session)
        for chore in self._chores:
            chore(self._database)


def forget_silent(session: Session) -> None:
    """Drop the heart-beats of processes that have been gone for a day."""
    session.execute(delete(HeartbeatRow).where(HeartbeatRow.beat_at < clock.now() - SILENT))
