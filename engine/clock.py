"""The only reader of the system clock; every other module is told what time it is.

Instants are aware and in UTC. Tests and the story player move this clock; the served product may
do so only outside production (see `workflows.settings`), and nothing here decides that.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_shift = timedelta(0)
_frozen: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen if _frozen is not None else datetime.now(UTC) + _shift


def monotonic() -> float:
    """Seconds on a clock that never goes back; only differences mean anything."""
    return time.monotonic()


def travel_to(instant: datetime | None, *, running: bool = False) -> None:
    """Move the clock to an aware instant, stopped or `running` on; None: back to real time."""
    global _frozen, _shift
    _frozen, _shift = None, timedelta(0)
    if instant is None:
        return
    aware = require_aware(instant)
    if running:
        _shift = aware - datetime.now(UTC)
    else:
        _frozen = aware


@contextlib.contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Stop the clock at an aware instant for the length of a block."""
    before = (_frozen, _shift)
    travel_to(instant)
    try:
        yield
    finally:
        _restore(before)


def _restore(state: tuple[datetime | None, timedelta]) -> None:
    global _frozen, _shift
    _frozen, _shift = state


def require_aware(instant: datetime) -> datetime:
    """The same instant in UTC; a naive one is refused because nobody knows what it means."""
    if instant.tzinfo is None:
        raise ValueError("Expected an aware instant, but it names no time zone.")
    return instant.astimezone(UTC)


def instant_from_iso(text: str, zone: ZoneInfo | None = None) -> datetime:
    """Read an ISO 8601 instant; a text without offset is local time of `zone`, else refused."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None and zone is not None:
        read = read.replace(tzinfo=zone)
    return require_aware(read)
