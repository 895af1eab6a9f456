"""kill -9 at random points under load: nothing acknowledged is lost, nothing happens twice.

Outside clients open visits and complete tasks on the served product and keep their own list. The
server's process group is killed again and again, at least half of the times while a transaction is
open; each restart finds the clock eleven minutes later, so that timers came due while it was down.
"""

from __future__ import annotations

import mmap
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from engine import clock, protection
from engine.database import Database
from engine.models import HistoryRow, SubmissionRow, TimerRow, TimerState
from tests.databases import ROOT, Kind, chosen, private_postgres
from tests.faults.clients import Client, Ledger, sign_in
from workflows import installing
from workflows.demo.cast import PASSWORD, seed_cast
from workflows.migrations import upgrade
from workflows.visit.models import VisitRow

CLIENTS = 8
DOWNTIME_SECONDS = 11 * 60


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of the campaign is played."""

    kills: int
    calls: int
    timers: int


FULL, SAMPLE = Size(kills=50, calls=5000, timers=1000), Size(kills=4, calls=160, timers=20)


@pytest.fixture(params=chosen(), ids=str)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database that keeps its promises over a crash."""
    if request.param == Kind.SQLITE:
        yield f"sqlite:///{tmp_path / 'kill.db'}"
        return
    with private_postgres(settings="") as server:
        url = server.fresh()
        with_empty = Database(url)
        with with_empty.schema_change() as connection:
            connection.execute(text("drop schema public cascade"))
            connection.execute(text("create schema public"))
        with_empty.close()
        yield url


class Served:
    """The product as a process group that can be killed and started again."""

    def __init__(self, url: str, folder: Path) -> None:
        self.port = _free_port()
        self._mark = folder / "mark"
        self._mark.write_bytes(struct.pack("i", 0))
        with self._mark.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 4)
        self._env = {
            **os.environ, "DATABASE_URL": url, "SANLIAN_HOME": str(folder / "home"),
            "SANLIAN_KEYS": protection.keyring().to_text(), "PORT": str(self.port),
            "SANLIAN_THREADS": "32",
        }  # fmt: skip
        self._starts = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def open_transactions(self) -> int:
        """How many write transactions are open right now."""
        number: int = struct.unpack("i", self._memory[:4])[0]
        return number

    def start(self) -> None:
        """Start and wait until it answers."""
        self._memory[:4] = struct.pack("i", 0)
        shift = str(self._starts * DOWNTIME_SECONDS)
        self._starts += 1
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.watched_server", str(self._mark), shift],
            cwd=ROOT, env=self._env, start_new_session=True,
        )  # fmt: skip
        pause = threading.Event()
        began = clock.monotonic()
        while clock.monotonic() - began < 60:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                pause.wait(0.05)
            else:
                return
        raise TimeoutError("the server did not come up")

    def kill(self, *, inside: bool) -> bool:
        """End the whole group by kill -9, if asked inside a transaction; True when one was open."""
        assert self._process is not None
        pause = threading.Event()
        began = clock.monotonic()
        while inside and not self.open_transactions and clock.monotonic() - began < 5:
            pause.wait(0.0002)
        was_inside = self.open_transactions > 0
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        return was_inside

    def stop(self) -> None:
        """End it politely."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(timeout=60)


def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(
    store: str, tmp_path: Path, full_length: bool
) -> None:
    size = FULL if full_length else SAMPLE
    database = Database(store)
    upgrade(database)
    with database.begin() as session:
        seed_cast(session)
        installing.install_all(session)
    served, ledger = Served(store, tmp_path), Ledger()
    try:
        inside = _campaign(database, served, ledger, size)
    finally:
        served.stop()
    fired = _check(database, ledger)
    database.close()
    print(
        f"\n{size.kills} kills, {inside} inside a transaction, {ledger.calls} acknowledged calls, "
        f"{ledger.repeated} repeated, {fired} timers fired, refused {Counter(ledger.refused)}"
    )
    assert inside * 2 >= size.kills
    assert ledger.calls >= size.calls
    assert fired >= size.timers


def _campaign(database: Database, served: Served, ledger: Ledger, size: Size) -> int:
    """Clients work while the server is killed; answers how many kills met a transaction."""
    stop = threading.Event()
    served.start()
    cookie, token = sign_in(served.port, "liuyan", PASSWORD)
    clients = [
        threading.Thread(target=Client(served.port, cookie, token, ledger).work, args=(stop, 10**9))
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    try:
        inside = _kill_again_and_again(served, ledger, size)
    finally:
        stop.set()
    for client in clients:
        client.join(timeout=60)
    _let_timers_settle(database, served)
    return inside


def _kill_again_and_again(served: Served, ledger: Ledger, size: Size) -> int:
    """Kill and restart, spread over the calls; answers how many kills met an open transaction."""
    chance, inside, pause = random.Random(20261123), 0, threading.Event()
    for number in range(1, size.kills + 1):
        wanted = size.calls * number // (size.kills + 1)
        began = clock.monotonic()
        while ledger.calls < wanted and clock.monotonic() - began < 120:
            pause.wait(0.02)
        pause.wait(chance.random() * 0.3)
        inside += served.kill(inside=chance.random() < 0.8)
        served.start()
    began = clock.monotonic()
    while ledger.calls < size.calls and clock.monotonic() - began < 300:
        pause.wait(0.05)
    return inside


def _let_timers_settle(database: Database, served: Served) -> None:
    """One more restart eleven minutes later: every timer armed so far is due and must fire."""
    served.stop()
    served.start()
    pause, began = threading.Event(), clock.monotonic()
    while clock.monotonic() - began < 240:
        with database.read() as session:
            due = session.scalar(
                select(func.count()).where(
                    TimerRow.state == TimerState.ARMED, TimerRow.node.like("%-overdue")
                )
            )
        if not due:
            return
        pause.wait(0.5)


def _check(database: Database, ledger: Ledger) -> int:
    """Compare the clients' list with the database; answers how many timers fired."""
    doubled = {key for key, places in ledger.visits.items() if len(places) > 1}
    assert not doubled
    with database.read() as session:
        visits = session.scalar(select(func.count()).select_from(VisitRow)) or 0
        acknowledged = len(ledger.visits)
        # A client that was told to stop may have been applied without hearing of it.
        assert acknowledged <= visits <= acknowledged + CLIENTS
        done = Counter(session.scalars(select(SubmissionRow.task_id)))
        assert set(done.values()) <= {1}
        wanted = {
            place.rsplit("/", 1)[-1] for places in ledger.completions.values() for place in places
        }
        assert wanted <= set(done)
        told = Counter(
            (fact.instance_id, fact.node, fact.facts["due"])
            for fact in session.scalars(select(HistoryRow).where(HistoryRow.tag == "timer:fired"))
            if "due" in fact.facts
        )
        assert set(told.values()) <= {1}
        fired = session.scalars(select(TimerRow).where(TimerRow.state == TimerState.FIRED)).all()
        assert {(row.instance_id, row.node, row.due_at.isoformat()) for row in fired} == set(told)
        left = session.scalars(
            select(TimerRow.state).where(
                TimerRow.state.in_([TimerState.ARMED, TimerState.DEAD]),
                TimerRow.node.like("%-overdue"),
            )
        ).all()
        assert not left
    return len(fired)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
