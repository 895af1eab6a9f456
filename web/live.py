"""Open pages hear within a second that something changed, over one stream a tab.

One thread a process reads new signals and hands each topic to the open streams of that tenant which
asked for it; the page then asks again with its own rights. Lists are told one page after the other,
everything else (an emergency) at once before them. Streams are capped a person and a
process; who gets none is told to poll. A beat with its interval lets the page notice a dead line.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from flask import Blueprint, Flask, Response, current_app, make_response, request
from sqlalchemy.exc import SQLAlchemyError

from engine import clock, signals
from engine.actors import Actor
from engine.database import Database
from web.session import actor, runtime
from workflows.inbox.looking_on import looks_on
from workflows.inbox.selecting import led_units

log = logging.getLogger(__name__)
blueprint = Blueprint("live", __name__)

MOST_PER_PERSON = 3
#: A stream keeps a thread for itself; this part of them is left for pages.
SHARE_OF_PAGES = 0.25
MOST_TOPICS = 20
BEAT_SECONDS = 5
#: Who looks on at lists of others hears of their changes no more often than this; who leads a team
#: looks at them all day. Everybody else sees none of them.
CALM_SECONDS, CALM_SECONDS_OF_LEADERS = 60, 10
_POLL_SECONDS = 0.5
#: Pages that are told of their lists fetch them at once, so they are told one after another.
PACE_SECONDS = 0.02
#: A stream ends after a while, so that a closed session is noticed; the page opens it again.
_LONGEST_BEATS = 120


@dataclass(eq=False, kw_only=True)
class Stream:
    """One open page."""

    tenant: str
    person: str
    #: The page's own random name.
    page: str
    #: What it wants to hear of; empty: everything.
    topics: frozenset[str]
    #: Whose lists it shows: the person's own, and the pools of their groups.
    lists: frozenset[str] = frozenset()
    #: When it last heard of the lists, and whether another list has changed since.
    told_at: float = field(default_factory=clock.monotonic)
    owed: bool = False
    #: How long it waits before it is told of lists of others; None: it shows nothing of them.
    calm: float | None = CALM_SECONDS
    heard: queue.Queue[str] = field(default_factory=lambda: queue.Queue(maxsize=200))
    closed: threading.Event = field(default_factory=threading.Event)

    def tell(self, topic: str) -> bool:
        """Hand over a topic that the page asked for; a full queue says enough already."""
        wanted = (not self.topics or topic in self.topics) and not self.heard.full()
        if wanted:
            self.heard.put_nowait(topic)
        return wanted

    def hear(self, topic: str) -> bool:
        """Take in what was announced; of a list that is not its own it is told only by and by."""
        name, of, whose = topic.partition(signals.OF)
        if of and whose not in self.lists:
            self.owed = True
            return False
        if name == signals.LISTS:
            self.told_at, self.owed = clock.monotonic(), False
        return self.tell(name)

    def hear_of_lists(self, topics: Sequence[str]) -> bool:
        """Take in what happened to lists, and say at last that those of others have changed."""
        told = sum(self.hear(topic) for topic in topics) > 0
        if self.owed and self.calm is not None and clock.monotonic() - self.told_at >= self.calm:
            return self.hear(signals.LISTS)
        return told

    def close(self) -> None:
        """Let the stream end now."""
        self.closed.set()
        if not self.heard.full():
            self.heard.put_nowait("")


class Hub:
    """The open streams of this process and the thread that feeds them."""

    def __init__(self, database: Database, *, most: int = 100) -> None:
        """Nothing runs until the first stream opens; `most` may be open at once."""
        self._database, self._most = database, most
        self._streams: set[Stream] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._seen: dict[str, datetime] = {}
        self._stopping = False
        self._pace = threading.Event()

    def open(self, stream: Stream, *, before: str = "") -> bool:
        """Take a stream in, in place of the one of the page before; False when it is too many."""
        with self._lock:
            for old in [one for one in self._streams if one.person == stream.person]:
                if old.page and old.page in {stream.page, before}:
                    self._streams.discard(old)
                    old.close()
            mine = sum(one.person == stream.person for one in self._streams)
            full = mine >= MOST_PER_PERSON or len(self._streams) >= self._most
            if full or self._stopping:
                return False
            self._streams.add(stream)
            if self._thread is None:
                self._thread = threading.Thread(target=self._feed, name="live", daemon=True)
                self._thread.start()
        return True

    def close(self, stream: Stream) -> None:
        """Forget a stream."""
        with self._lock:
            self._streams.discard(stream)

    def stop(self) -> None:
        """Let every stream end within a moment; the pages come back to the next process.

        Takes no lock, so a signal handler may call it.
        """
        self._stopping = True

    def _goes_on(self) -> bool:
        """Whether somebody still listens; decided under the lock, so that none is forgotten."""
        with self._lock:
            if self._stopping:
                for stream in self._streams:
                    stream.close()
                self._streams.clear()
            if not self._streams:
                self._thread = None
            return bool(self._streams)

    def _feed(self) -> None:
        pause, since = threading.Event(), clock.now()
        while self._goes_on():
            began = clock.now()
            try:
                self._pass_on(since)
                since = began
            except SQLAlchemyError:
                # The database is away for a moment; pages keep their beat and hear of it after.
                log.warning("live: the signals could not be read", exc_info=True)
            pause.wait(_POLL_SECONDS)

    def _pass_on(self, since: datetime) -> None:
        with self._database.read() as session:
            rows = signals.since(session, min(since, clock.now()))
            fresh = {(row.tenant, row.topic) for row in rows if row.id not in self._seen}
            self._seen = {row.id: row.at for row in rows}
        with self._lock:
            streams = list(self._streams)
        for stream in streams:
            for tenant, topic in sorted(fresh):
                if tenant == stream.tenant and not _is_list(topic):
                    stream.hear(topic)
        for stream in streams:
            lists = [topic for tenant, topic in fresh if tenant == stream.tenant]
            told = stream.hear_of_lists(sorted(filter(_is_list, lists)))
            if told and not self._stopping:
                self._pace.wait(PACE_SECONDS)


def _is_list(topic: str) -> bool:
    return topic.partition(signals.OF)[0] == signals.LISTS


@blueprint.get("/live")
def live() -> Response:
    """The stream of one page: `event: <topic>` and beats, never any content."""
    person, hub = actor(), runtime_hub()
    stream = Stream(
        tenant=person.tenant, person=person.id, page=request.args.get("page", "")[:40],
        topics=frozenset(request.args.getlist("topic")[:MOST_TOPICS]),
        lists=frozenset({person.id, *person.groups}), calm=_calm_of(person),
    )  # fmt: skip
    if not hub.open(stream, before=request.args.get("before", "")):
        refused = make_response("", 429)
        refused.headers["Retry-After"] = "60"
        return refused
    answer = Response(_events(hub, stream), mimetype="text/event-stream")
    answer.call_on_close(lambda: hub.close(stream))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _calm_of(person: Actor) -> float | None:
    if led_units(person):
        return CALM_SECONDS_OF_LEADERS
    with runtime().database.read() as session:
        return CALM_SECONDS if looks_on(session, person) else None


def runtime_hub() -> Hub:
    """The hub of this process."""
    known = hub_of(current_app)
    if known is None:
        most = int(runtime().settings.threads * (1 - SHARE_OF_PAGES))
        hub = Hub(runtime().database, most=most)
        known = current_app.extensions.setdefault("sanlian_live", hub)
    return cast("Hub", known)


def hub_of(app: Flask) -> Hub | None:
    """The hub of an application, once a first page has opened a stream."""
    return cast("Hub | None", app.extensions.get("sanlian_live"))


def _events(hub: Hub, stream: Stream) -> Iterator[str]:
    """Topics as they come, joined to at most one of a kind a turn, and a beat in between."""
    beats = 0
    try:
        yield f"retry: 2000\n\n{_beat()}"
        while beats < _LONGEST_BEATS and not stream.closed.is_set():
            topics = _topics(stream)
            beats += not topics
            yield "".join(f"event: {topic}\ndata: 1\n\n" for topic in topics) or _beat()
    finally:
        hub.close(stream)


def _beat() -> str:
    return f"event: beat\ndata: {BEAT_SECONDS}\n\n"


def _topics(stream: Stream) -> list[str]:
    """What was heard until now; nothing after a beat's time of silence."""
    try:
        heard = {stream.heard.get(timeout=BEAT_SECONDS)}
    except queue.Empty:
        return []
    while not stream.heard.empty():
        heard.add(stream.heard.get_nowait())
    return sorted(heard - {""})
