"""Writers of one process take turns in the order they came, so that none of them starves.

SQLite has one writer at a time and serves those who wait at random; this queue stands before it.
Nothing here knows a database.
"""

from __future__ import annotations

import threading
from collections import deque


class NestedTransaction(RuntimeError):
    """A thread that writes already began a second writing transaction: it would wait for itself."""


class FairLock:
    """A lock that serves waiters in the order they came, so that no writer starves."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._holder: int | None = None
        self._queue: deque[tuple[int, threading.Event]] = deque()

    def acquire(self) -> None:
        """Wait for the turn; a thread that has it is refused, it would wait for itself."""
        me, turn = threading.get_ident(), threading.Event()
        with self._mutex:
            if self._holder == me:
                raise NestedTransaction("Expected one writing transaction a thread, but two began.")
            if self._holder is None:
                self._holder = me
                return
            self._queue.append((me, turn))
        try:
            turn.wait()
        except BaseException:
            self._leave(me, turn)
            raise

    def _leave(self, me: int, turn: threading.Event) -> None:
        """An interrupted waiter stands back, so that its turn is not given to nobody."""
        with self._mutex:
            if not turn.is_set():
                self._queue.remove((me, turn))
                return
        self.release()

    def release(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._mutex:
            if self._queue:
                self._holder, turn = self._queue.popleft()
                turn.set()
            else:
                self._holder = None
