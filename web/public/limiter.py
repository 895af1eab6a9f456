"""How often one address may ask, counted in this process over the last minute.

It slows guessing; what stops it is the lock of each case, which lives in the database.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

from engine import clock


class Limiter:
    """Counts of the most recent addresses."""

    #: Addresses remembered at once; the oldest is forgotten first.
    MOST_ADDRESSES = 10_000

    def __init__(self, *, most: int, seconds: float) -> None:
        """`most` questions in any `seconds` from one address."""
        self._most, self._seconds = most, seconds
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, address: str) -> bool:
        """Count one question; False when it is one too many."""
        now = clock.monotonic()
        with self._lock:
            times = self._asked.setdefault(address, deque())
            self._asked.move_to_end(address)
            while times and now - times[0] > self._seconds:
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(now)
            while len(self._asked) > self.MOST_ADDRESSES:
                self._asked.popitem(last=False)
            return True
