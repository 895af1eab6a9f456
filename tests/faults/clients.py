"""Outside clients that keep their own list of what the server acknowledged.

A call is repeated with the same idempotency key until it is acknowledged; a lost reply is unknown,
never a failure. The ledger remembers the first acknowledgement of each key and every later one.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import threading
import urllib.parse
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
_HIDDEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Ledger:
    """What was acknowledged, seen from outside."""

    #: Key → every answer that was acknowledged for it.
    visits: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    completions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    repeated: int = 0
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def calls(self) -> int:
        """Acknowledged calls."""
        return len(self.visits) + len(self.completions)


class Client:
    """One browser of one receptionist."""

    def __init__(self, port: int, cookie: str, token: str, ledger: Ledger) -> None:
        self._port, self._cookie, self._token, self._ledger = port, cookie, token, ledger

    def work(self, stop: threading.Event, most: int) -> None:
        """Open visits and complete their first task until told to stop."""
        while not stop.is_set() and self._ledger.calls < most:
            key = uuid.uuid4().hex
            place = self._until_done("/visits", key, {"channel": "walk-in"}, stop)
            if place is None:
                return
            with self._ledger.lock:
                self._ledger.visits[key].add(place)
            self._complete(place, stop)

    def _complete(self, place: str, stop: threading.Event) -> None:
        key = uuid.uuid4().hex
        fields = {"name": "来访人", "search_result": "new_person"}
        answer = self._until_done(f"{place}/complete", key, fields, stop)
        if answer is not None:
            with self._ledger.lock:
                self._ledger.completions[key].add(place)

    def _until_done(
        self, path: str, key: str, fields: dict[str, str], stop: threading.Event
    ) -> str | None:
        """Send a command until it is acknowledged; the answer is where it leads."""
        pause = threading.Event()
        body = urllib.parse.urlencode({"csrf_token": self._token, "idempotency_key": key, **fields})
        tries = 0
        while not stop.is_set():
            tries += 1
            try:
                status, place = self._post(path, body)
            except (OSError, http.client.HTTPException):
                pause.wait(0.1)
                continue
            if status == http.HTTPStatus.SEE_OTHER:
                self._ledger.repeated += tries > 1
                return place
            with self._ledger.lock:
                self._ledger.refused.append(f"{status} {path}")
            if status < http.HTTPStatus.INTERNAL_SERVER_ERROR:
                return None
            pause.wait(0.1)
        return None

    def _post(self, path: str, body: str) -> tuple[int, str]:
        status, headers, _ = _request(self._port, "POST", path, self._cookie, body)
        return status, headers.get("Location", "")


def sign_in(port: int, username: str, password: str) -> tuple[str, str]:
    """The cookie and the page token of a signed-in person."""
    _, headers, page = _request(port, "GET", "/sign-in", "")
    cookie = headers["Set-Cookie"]
    body = urllib.parse.urlencode(
        {"csrf_token": _found(_HIDDEN, page), "username": username, "password": password}
    )
    status, headers, _ = _request(port, "POST", "/sign-in", cookie, body)
    assert status == http.HTTPStatus.SEE_OTHER, status
    signed = headers["Set-Cookie"]
    _, _, page = _request(port, "GET", "/visits/new", signed)
    return signed, _found(_TOKEN, page)


def _request(
    port: int, method: str, path: str, cookie: str, body: str | None = None
) -> tuple[int, Mapping[str, str], str]:
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(line):
        line.request(method, path, body, headers)
        answer = line.getresponse()
        given = [each.partition(";")[0] for each in answer.headers.get_all("Set-Cookie") or ()]
        told = {**dict(answer.getheaders()), "Set-Cookie": "; ".join(given)}
        return answer.status, told, answer.read().decode()


def _found(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    assert found is not None, page[:500]
    return found.group(1)
