"""How long the house needs to its first page, and how much memory it holds with the demo data."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from engine import clock
from tests.bench.measuring import Figure

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_SECONDS = 300


def figures() -> Iterator[Figure]:
    """The first start seeds the demo and is not counted; the second is measured."""
    with tempfile.TemporaryDirectory() as home:
        _serve(home)
        seconds, megabytes = _serve(home)
    yield Figure(name="seconds from start to first page", value=seconds, unit="s", goal="≤ 5")
    yield Figure(name="memory of the serving processes", value=megabytes, unit="MB", goal="≤ 250")


@contextmanager
def served(home: str, *, demo: bool) -> Iterator[tuple[int, int]]:
    """The house on a free port until the block ends: its port and its process."""
    port = _free_port()
    env = {**os.environ, "SANLIAN_HOME": home, "PORT": str(port), "DEMO": "1" if demo else "0"}
    server = subprocess.Popen(
        [sys.executable, "-m", "web.cli", "run"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port, clock.monotonic())
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=60)


def _serve(home: str) -> tuple[float, float]:
    began = clock.monotonic()
    with served(home, demo=True) as (_port, pid):
        return clock.monotonic() - began, memory_of(pid)


def _wait_for(port: int, began: float) -> None:
    pause = threading.Event()
    while clock.monotonic() - began < _PATIENCE_SECONDS:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as line:
                line.request("GET", "/sign-in")
                if line.getresponse().status == http.HTTPStatus.OK:
                    return
        except (OSError, http.client.HTTPException):
            pause.wait(0.05)
    raise TimeoutError(f"no first page on port {port}")


def memory_of(master: int) -> float:
    """Proportional set size of the master and its worker, so that shared pages count once."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return sum(_proportional(pid) for pid in [str(master), *children]) / 1024


def _proportional(pid: str) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
