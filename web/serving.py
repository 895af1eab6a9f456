"""Start the house: keys, schema, diagrams, demo data, then gunicorn with threads and a metronome.

One worker process with many threads is the embedded default. The metronome starts inside the worker
after the fork, because threads do not survive one.
"""

from __future__ import annotations

import ctypes
import gc
import getpass
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from engine import clock
from web.app import create_app
from web.live import hub_of
from workflows import demo, installing
from workflows.migrations import upgrade
from workflows.people.administrators import create_administrator
from workflows.runtime import Runtime, compose
from workflows.settings import Settings

#: The parameter's number in glibc's malloc.h.
_M_ARENA_MAX = -8


class Server(BaseApplication):
    """Gunicorn with our settings instead of its own configuration file."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.runtime: Runtime | None = None
        super().__init__()

    def load_config(self) -> None:
        """Threads for pages and streams; a clean stop lets requests under way finish."""
        wanted = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": self._settings.threads,
            "graceful_timeout": 30,
            "timeout": 60,
            "keepalive": 5,
            "accesslog": None,
            "loglevel": "warning",
            "post_worker_init": self._begin,
            "worker_exit": self._end,
        }
        for name, value in wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made inside the worker."""
        self.runtime = compose(self._settings)
        return create_app(self.runtime)

    def _begin(self, worker: Any) -> None:
        # `load` has run in this worker before gunicorn calls us.
        if self.runtime is None:
            raise RuntimeError("Expected a composed house, but the worker has none.")
        worker.metronome = self.runtime.metronome()
        worker.metronome.start()
        # A request hands the interpreter over at each statement; it may not wait five milliseconds
        # for it each time while another one composes its page.
        sys.setswitchinterval(0.0005)
        _stop_streams_first(worker.wsgi)

    def _end(self, _server: Any, worker: Any) -> None:
        metronome = getattr(worker, "metronome", None)
        if metronome is not None:
            metronome.stop()


def _stop_streams_first(app: Flask) -> None:
    """A stop waits for requests under way, and an open page's stream is one that never ends."""
    stops = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        if (hub := hub_of(app)) is not None:
            hub.stop()
        if callable(stops):
            stops(number, frame)

    signal.signal(signal.SIGTERM, stop)


def run(_words: Sequence[str]) -> int:
    """`./sanlian run`: everything on this machine, up at the address that it prints."""
    settings = Settings.from_env()
    began = clock.monotonic()
    _share_heaps()
    _prepare(settings)
    print(_greeting(settings, clock.monotonic() - began), flush=True)
    # What is loaded by now is shared with the worker, as long as no collector writes into it.
    gc.collect()
    gc.freeze()
    Server(settings).run()
    return 0


def _share_heaps() -> None:
    """Let all threads share two heaps: glibc gives many their own, and each keeps what a rush took.

    Other C libraries have no such setting and need none.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 2)


def _prepare(settings: Settings) -> None:
    """Bring schema, diagrams and demo data up to date before the first request."""
    runtime = compose(settings)
    upgrade(runtime.database)
    if settings.demo:
        demo.seed(runtime)
    with runtime.database.begin() as session:
        installing.install_all(session)
    runtime.database.close()


def _greeting(settings: Settings, seconds: float) -> str:
    address = f"http://{settings.host}:{settings.port}"
    lines = [f"三联 Sanlian  {address}  ({seconds:.1f} s)"]
    if settings.demo:
        lines.append(
            f"演示数据 demo: limei / chenjing / liuyan / fanglei …  密码 password: {demo.PASSWORD}"
        )
        lines.append("仅供试用，不得用于真实案件。For trying out only; DEMO=0 starts empty.")
    else:
        lines.append("./sanlian admin 创建第一个管理员 creates the first administrator")
    return "\n".join(lines)


def migrate(_words: Sequence[str]) -> int:
    """`./sanlian migrate`: the schema and the shipped diagrams."""
    runtime = compose(Settings.from_env())
    upgrade(runtime.database)
    with runtime.database.begin() as session:
        made = installing.install_all(session)
    print(f"schema up to date, {made} definitions renewed")
    return 0


def worker(_words: Sequence[str]) -> int:
    """`./sanlian worker`: timers and deliveries without pages."""
    metronome = compose(Settings.from_env()).metronome()
    metronome.start()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        metronome.stop()
    return 0


def admin(words: Sequence[str]) -> int:
    """`./sanlian admin CENTRE USERNAME NAME`: create an administrator; asks for the password."""
    if len(words) != 3:
        print("./sanlian admin CENTRE USERNAME NAME", file=sys.stderr)
        return 2
    runtime = compose(Settings.from_env())
    upgrade(runtime.database)
    password = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    with runtime.database.begin() as session:
        create_administrator(session, *words, password=password)
    with runtime.database.begin() as session:
        installing.install_all(session)
    return 0
