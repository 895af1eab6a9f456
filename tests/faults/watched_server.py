"""The product's own server, made to say into shared memory when it is inside a transaction.

`python -m tests.faults.watched_server MARK SHIFT`: MARK is a file of four bytes that holds the
number of open write transactions; SHIFT moves the clock by so many seconds, as if the machine had
been off for that long. Nothing else differs from `./sanlian run`.
"""

from __future__ import annotations

import contextlib
import mmap
import struct
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from engine import clock
from engine.database import Database
from web.serving import Server
from workflows.settings import Settings


class Mark:
    """The number of open write transactions, readable from another process."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 4)
        self._lock = threading.Lock()

    def add(self, number: int) -> None:
        with self._lock:
            (before,) = struct.unpack("i", self._memory[:4])
            self._memory[:4] = struct.pack("i", before + number)


def watch(mark: Mark) -> None:
    """Let every write transaction raise the mark while it is open."""
    begin = Database.begin

    @contextlib.contextmanager
    def begin_watched(self: Database) -> Iterator[Session]:
        with begin(self) as session:
            mark.add(1)
            try:
                yield session
            finally:
                mark.add(-1)

    Database.begin = begin_watched  # type: ignore[method-assign]  # the point of this file


def main(mark: str, shift: str) -> None:
    """Serve until killed."""
    clock.travel_to(clock.now() + timedelta(seconds=float(shift)), running=True)
    watch(Mark(Path(mark)))
    Server(Settings.from_env()).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
