"""Open pages hear within a second that something changed, over one stream a tab.

One thread a process reads new signals and hands the topic to each open stream of that tenant; the
page then asks again with its own rights. Streams are capped a person and a process; who gets none
is told to poll.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Blueprint, Response, make_response

from engine import clock, signals
from engine.database import Database
from web.session import actor, runtime

blueprint = Blueprint("live", __name__)

MOST_PER_PERSON = 3
MOST_PER_PROCESS = 100
_BEAT_SECONDS = 15.0
_POLL_SECONDS = 0.5
#: A stream ends after a while, so that a closed session is noticed; the page opens it again.
_LONGEST = timedelta(minutes=10)


@dataclass(eq=False, kw_only=True)
class Stream:
    """One open tab."""

    tenant: str
    person: str
    topics: queue.Queue[str] = field(default_factory=lambda: queue.Queue(maxsize=200))


class Hub:
    """The open streams of this process and the thread that feeds them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._streams: set[Stream] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._seen: dict[str, datetime] = {}

    def open(self, tenant: str, person: str) -> Stream | None:
        """A new stream, or None when the caps are reached."""
        with self._lock:
            mine = sum(stream.person == person for stream in self._streams)
            if mine >= MOST_PER_PERSON or len(self._streams) >= MOST_PER_PROCESS:
                return None
            stream = Stream(tenant=tenant, person=person)
            self._streams.add(stream)
            self._run()
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream."""
        with self._lock:
            self._streams.discard(stream)

    def _run(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._feed, name="live", daemon=True)
            self._thread.start()

    def _feed(self) -> None:
        wait = threading.Event()
        since = clock.now()
        while self._streams:
            before = clock.now()
            self._pass_on(since)
            since = before
            wait.wait(_POLL_SECONDS)

    def _pass_on(self, since: datetime) -> None:
        with self._database.read() as session:
            rows = signals.since(session, since)
        fresh = {(row.tenant, row.topic) for row in rows if row.id not in self._seen}
        self._seen = {row.id: row.at for row in rows}
        with self._lock:
            for stream in self._streams:
                for tenant, topic in fresh:
                    if tenant == stream.tenant and not stream.topics.full():
                        stream.topics.put_nowait(topic)


@blueprint.get("/live")
def live() -> Response:
    """The stream of one tab: `event: <topic>`, never any content."""
    person = actor()
    hub: Hub = runtime_hub()
    stream = hub.open(person.tenant, person.id)
    if stream is None:
        refused = make_response("", 429)
        refused.headers["Retry-After"] = "60"
        return refused
    answer = Response(_events(hub, stream), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def runtime_hub() -> Hub:
    """The hub of this process."""
    from flask import current_app

    hubs = current_app.extensions.setdefault("sanlian_live", Hub(runtime().database))
    assert isinstance(hubs, Hub)
    return hubs


def _events(hub: Hub, stream: Stream) -> Iterator[str]:
    """Topics as they come, joined to at most one of a kind a second; a comment as heart-beat."""
    ends = clock.now() + _LONGEST
    try:
        yield "retry: 2000\n\n"
        while clock.now() < ends:
            yield from _next(stream)
    finally:
        hub.close(stream)


def _next(stream: Stream) -> Iterator[str]:
    try:
        topics = {stream.topics.get(timeout=_BEAT_SECONDS)}
    except queue.Empty:
        yield ": beat\n\n"
        return
    while not stream.topics.empty():
        topics.add(stream.topics.get_nowait())
    for topic in sorted(topics):
        yield f"event: {topic}\ndata: {topic}\n\n"
