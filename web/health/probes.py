"""Is this process able to work: write to the database, know its schema, see the clock tick.

Each probe answers whether it is well and one figure. The writing probe really commits, because a
full disk or a read-only file shows only then; it is asked at most once a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from engine import clock, timers
from engine.database import Database
from engine.models import HeartbeatRow
from engine.scheduler import INSTALLATION
from workflows.migrations import configuration

#: The scheduler beats each second; this many silent seconds mean that it is gone.
LONGEST_SILENCE = timedelta(seconds=10)
#: A timer this late means that the scheduler beats and does not get its work done.
LONGEST_DELAY = timedelta(seconds=60)
#: Tenant of the row that the writing probe touches.
_PROBE = "probe"
_KEPT = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One answer."""

    ok: bool
    #: Seconds or a revision, as the probe says; None when nothing is known.
    figure: float | str | None = None

    def as_json(self) -> dict[str, object]:
        """The answer for machines."""
        return {"ok": self.ok, "figure": self.figure}


@dataclass(eq=False, kw_only=True)
class Readiness:
    """The probes of one process, with the last answers kept for a second."""

    database: Database
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _at: datetime | None = None
    _last: Mapping[str, Probe] = field(default_factory=dict)

    def ask(self) -> Mapping[str, Probe]:
        """All probes; at most one thread asks, and not more than once a second."""
        with self._lock:
            if self._at is None or abs(clock.now() - self._at) >= _KEPT:
                self._last, self._at = self._probes(), clock.now()
            return self._last

    def _probes(self) -> Mapping[str, Probe]:
        named: Mapping[str, Callable[[], Probe]] = {
            "database": self._writes, "schema": self._schema,
            "scheduler": self._scheduler, "timers": self._timers,
        }  # fmt: skip
        return {name: _guarded(probe) for name, probe in named.items()}

    def _writes(self) -> Probe:
        began = clock.monotonic()
        with self.database.begin() as session:
            key = (_PROBE, "ready")
            row = session.get(HeartbeatRow, key) or HeartbeatRow(tenant=key[0], node=key[1])
            row.beat_at = clock.now()
            session.add(row)
        return Probe(ok=True, figure=round(clock.monotonic() - began, 4))

    def _schema(self) -> Probe:
        with self.database.read() as session:
            present = session.scalar(text("select version_num from alembic_version"))
        wanted = ScriptDirectory.from_config(configuration()).get_current_head()
        return Probe(ok=present == wanted, figure=present)

    def _scheduler(self) -> Probe:
        with self.database.read() as session:
            beat = session.scalar(
                select(func.max(HeartbeatRow.beat_at)).where(HeartbeatRow.tenant == INSTALLATION)
            )
        return _age(beat, LONGEST_SILENCE)

    def _timers(self) -> Probe:
        with self.database.read() as session:
            return _lateness(session)


def _lateness(session: Session) -> Probe:
    oldest = timers.oldest_due(session)
    return Probe(ok=True, figure=0.0) if oldest is None else _age(oldest, LONGEST_DELAY)


def _age(instant: datetime | None, most: timedelta) -> Probe:
    if instant is None:
        return Probe(ok=False)
    age = clock.now() - instant
    return Probe(ok=age < most, figure=round(age.total_seconds(), 1))


def _guarded(probe: Callable[[], Probe]) -> Probe:
    """A database that cannot answer is a red probe, not an error page."""
    try:
        return probe()
    except (SQLAlchemyError, OSError):
        return Probe(ok=False)
