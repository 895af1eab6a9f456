"""The product as it is served, in a process of its own, with a home that was furnished before."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import clock, protection
from tests.browser.desk import House
from tests.databases import ROOT
from workflows import installing
from workflows.demo.cast import seed_cast
from workflows.migrations import upgrade
from workflows.runtime import Runtime, compose
from workflows.settings import Settings

#: People hold their posts since before every story.
YEAR_BEGINS = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
#: How long a first start may take on a busy machine.
PATIENCE = 60.0
#: What happened in a house, as its runtime and the ids of its people by user name.
Life = Callable[[Runtime, Mapping[str, str]], None]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def furnish(home: Path, keyring: protection.Keyring, live_on: Life | None = None) -> None:
    """A database with the cast and the diagrams; `live_on` lets something happen in it."""
    env = {"SANLIAN_HOME": str(home), "DEMO": "0", "SANLIAN_MOVABLE_CLOCK": "1"}
    runtime = compose(Settings.from_env(env))
    try:
        upgrade(runtime.database)
        with clock.frozen(YEAR_BEGINS), runtime.database.begin() as session:
            people = {name: person.id for name, person in seed_cast(session).items()}
            installing.install_all(session)
        if live_on is not None:
            live_on(runtime, people)
    finally:
        runtime.database.close()
        # Composing a house installs its keys; this process goes on with those of the tests.
        protection.install(keyring)


def wait_until_up(
    address: str, server: subprocess.Popen[bytes], *, patience: float = PATIENCE
) -> None:
    """The server answers, or has said why not."""
    until = clock.monotonic() + patience
    while clock.monotonic() < until:
        assert server.poll() is None, "the server ended at start"
        try:
            with urllib.request.urlopen(f"{address}/sign-in", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            server.poll()
    pytest.fail("the server did not come up")


@contextmanager
def served(home: Path, *, since: str = "") -> Iterator[House]:
    """Serve a home on a free port; `since` is the local moment at which its clock begins to run."""
    port, log = free_port(), (home / "server.log").open("wb")
    env = {
        "SANLIAN_HOME": str(home), "PORT": str(port), "DEMO": "0", "SANLIAN_MOVABLE_CLOCK": "1",
    }  # fmt: skip
    words = ["tests.browser.moved_server", since] if since else ["web.cli", "run"]
    server = subprocess.Popen(
        [sys.executable, "-m", *words], cwd=ROOT, env={**os.environ, **env},
        stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        wait_until_up(f"http://127.0.0.1:{port}", server)
        yield House(address=f"http://127.0.0.1:{port}")
        server.terminate()
        # Open pages hold nothing up: a stop waits thirty seconds for requests that never end.
        server.wait(timeout=20)
    finally:
        server.kill()
        server.wait()
        log.close()
    told = (home / "server.log").read_text(encoding="utf-8")
    assert not re.search(r"^Traceback|ERROR", told, re.MULTILINE), told[-4000:]
