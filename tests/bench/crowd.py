"""Two hundred people at work on one machine with SQLite: how long pages and completions take.

Everybody has a browser that hears of changes and fetches its list again, reads the inbox, receives a
visitor and finishes the first step, with pauses as people make them. Clients and server share the two cores. Minutes come
from `CROWD_MINUTES` (3 by default, 20 for the figure of the record).
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import statistics
import tempfile
import threading
import urllib.parse
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine import clock
from tests.bench.measuring import Figure
from tests.bench.serving import memory_of, served
from web.session import COOKIE
from workflows import installing
from workflows.demo.cast import EAST_LAKE, TENANT, seed_cast
from workflows.migrations import upgrade
from workflows.people import signing_in
from workflows.people.models import PersonRow, PostRow
from workflows.runtime import Runtime, compose
from workflows.settings import Settings

PEOPLE = 200
#: Seconds between two acts of one person, about.
PACE = 25.0
GOALS = {"inbox": "≤ 200", "complete": "≤ 150"}


@dataclass
class Ledger:
    """What all clients saw."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    events: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def saw(self, kind: str, began: float, status: int, wanted: int) -> None:
        """One answer; a status that was not wanted is an error."""
        took = (clock.monotonic() - began) * 1000
        with self.lock:
            self.milliseconds[kind].append(took)
            if status != wanted:
                self.errors.append(f"{kind} {status}")


@dataclass(frozen=True, kw_only=True)
class Person:
    """One receptionist and her browser."""

    port: int
    cookie: str
    csrf: str
    ledger: Ledger
    stop: threading.Event
    chance: random.Random

    def work(self) -> None:
        """Come in, open the page with its stream, then act, pause, act, until told to stop."""
        self.stop.wait(self.chance.random() * PACE)
        threading.Thread(target=self.listen, daemon=True).start()
        while not self.stop.is_set():
            self._ask("inbox", "GET", "/inbox", 200)
            self._pause()
            place = self._send("visit", "/visits", {"channel": "walk-in"})
            self._pause()
            if place:
                self._ask("task", "GET", place, 200)
                self._pause()
                said = {"name": "来访人", "search_result": "new_person"}
                self._send("complete", f"{place}/complete", said)
                self._pause()

    def listen(self) -> None:
        """Keep the stream of the page open and fetch the list when it says so, as a browser does.

        Whoever is refused a stream asks for the list every 20 s, and for a stream ever more slowly.
        """
        refused = 0
        while not self.stop.is_set():
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            with contextlib.closing(line), contextlib.suppress(OSError, http.client.HTTPException):
                line.request("GET", "/live?topic=inbox", headers={"Cookie": self.cookie})
                answer = line.getresponse()
                if answer.status == http.HTTPStatus.OK:
                    refused = 0
                    self._hear(answer)
            refused += 1
            self._poll(min(60, 2**refused))

    def _hear(self, answer: http.client.HTTPResponse) -> None:
        fetched = 0.0
        while not self.stop.is_set() and (said := answer.readline()):
            self.ledger.events += 1
            if said.strip() == b"event: inbox":
                self.stop.wait(max(0.0, fetched + 1 - clock.monotonic()))
                fetched = clock.monotonic()
                self._ask("rows", "GET", "/inbox/rows", 200)

    def _poll(self, seconds: float) -> None:
        """Do without a stream for a while."""
        while seconds > 0 and not self.stop.is_set():
            self.stop.wait(min(20, seconds))
            self._ask("rows", "GET", "/inbox/rows", 200)
            seconds -= 20

    def _pause(self) -> None:
        self.stop.wait(self.chance.uniform(0.5, 1.5) * PACE)

    def _send(self, kind: str, path: str, said: dict[str, str]) -> str:
        body = {"csrf_token": self.csrf, "idempotency_key": uuid.uuid4().hex, **said}
        return self._ask(kind, "POST", path, 303, urllib.parse.urlencode(body))

    def _ask(self, kind: str, method: str, path: str, wanted: int, body: str | None = None) -> str:
        if self.stop.is_set():
            return ""
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        began = clock.monotonic()
        try:
            with contextlib.closing(line):
                line.request(method, path, body, headers)
                answer = line.getresponse()
                answer.read()
        except (OSError, http.client.HTTPException) as broken:
            with self.ledger.lock:
                self.ledger.errors.append(f"{kind} {type(broken).__name__}")
            return ""
        self.ledger.saw(kind, began, answer.status, wanted)
        return urllib.parse.urlsplit(answer.headers.get("Location", "")).path


def figures() -> Iterator[Figure]:
    """The 95th percentile of each act, errors, and how the server's memory went."""
    minutes = float(os.environ.get("CROWD_MINUTES", "3"))
    with tempfile.TemporaryDirectory() as home:
        keys = _furnish(home)
        with served(home, demo=False) as (port, pid):
            ledger, memory = _play(port, pid, keys, minutes)
    yield from _told(ledger, memory, minutes)


def _told(ledger: Ledger, memory: list[float], minutes: float) -> Iterator[Figure]:
    for kind, taken in sorted(ledger.milliseconds.items()):
        ordered = sorted(taken)
        yield Figure(
            name=f"{PEOPLE} people, {kind}, p95 of {len(ordered)}", unit="ms",
            value=ordered[int(len(ordered) * 0.95)], low=statistics.median(ordered),
            high=ordered[-1], goal=GOALS.get(kind, ""),
        )  # fmt: skip
    yield Figure(name="errors", value=len(ledger.errors), unit="", goal="0")
    for error in sorted(set(ledger.errors)):
        yield Figure(name=f"  {error}", value=ledger.errors.count(error), unit="")
    third = max(1, len(memory) // 3)
    first, last = statistics.median(memory[:third]), statistics.median(memory[-third:])
    yield Figure(name=f"memory, first third of {minutes:g} min", value=first, unit="MB")
    yield Figure(name="memory, last third / first", value=last / first, unit="×", goal="≤ 1.05")


def _play(
    port: int, pid: int, keys: list[tuple[str, str]], minutes: float
) -> tuple[Ledger, list[float]]:
    ledger, stop, memory = Ledger(), threading.Event(), []
    people = [
        Person(
            port=port, cookie=f"{COOKIE}={secret}", csrf=csrf, ledger=ledger, stop=stop,
            chance=random.Random(number),
        )
        for number, (secret, csrf) in enumerate(keys)
    ]  # fmt: skip
    threads = [threading.Thread(target=one.work, daemon=True) for one in people]
    for thread in threads:
        thread.start()
    began, pause = clock.monotonic(), threading.Event()
    while clock.monotonic() - began < minutes * 60:
        pause.wait(10)
        # The first minute fills caches.
        if clock.monotonic() - began > 60:
            memory.append(memory_of(pid))
    stop.set()
    for thread in threads:
        thread.join(timeout=1)
    return ledger, memory or [memory_of(pid)]


def _furnish(home: str) -> list[tuple[str, str]]:
    """A house with two hundred receptionists, each signed in: cookie secret and form token."""
    runtime = compose(Settings.from_env({"SANLIAN_HOME": home, "DEMO": "0"}))
    upgrade(runtime.database)
    with runtime.database.begin() as session:
        seed_cast(session)
        installing.install_all(session)
    keys = [_hire(runtime, number) for number in range(PEOPLE)]
    runtime.database.close()
    return keys


def _hire(runtime: Runtime, number: int) -> tuple[str, str]:
    with runtime.database.begin() as session:
        person = PersonRow(
            tenant=TENANT, username=f"desk{number}", name=f"接待{number}", password_hash="-",
            created_at=clock.now(),
        )  # fmt: skip
        session.add(person)
        session.flush()
        session.add(
            PostRow(
                tenant=TENANT, person_id=person.id, role="R02", unit_id=EAST_LAKE,
                title="接待员", since=clock.now(),
            )
        )  # fmt: skip
        opened = signing_in.open_session(session, person, "zh")
        row = signing_in.session_of(session, opened.secret)
        if row is None:
            raise RuntimeError("Expected an open session, but there is none.")
        return opened.secret, row.csrf
