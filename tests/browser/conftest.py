"""The served product for real browsers: gunicorn on a free port, the cast, and a movable clock."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine import clock, protection
from tests.browser.desk import Desk, House
from tests.databases import ROOT
from workflows import installing
from workflows.demo.cast import seed_cast
from workflows.migrations import upgrade
from workflows.runtime import compose
from workflows.settings import Settings

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: People hold their posts since before every story.
YEAR_BEGINS = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
#: How long a first start may take on a busy machine.
PATIENCE = 60.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prepare(env: dict[str, str], keyring: protection.Keyring) -> None:
    """A database with the cast and the diagrams, and no demo case."""
    runtime = compose(Settings.from_env(env))
    try:
        upgrade(runtime.database)
        with clock.frozen(YEAR_BEGINS), runtime.database.begin() as session:
            seed_cast(session)
            installing.install_all(session)
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


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, keyring: protection.Keyring) -> Path:
    """A home with the cast and the diagrams, made once and copied for each file of tests."""
    home = tmp_path_factory.mktemp("furnished")
    prepare({"SANLIAN_HOME": str(home), "DEMO": "0", "SANLIAN_MOVABLE_CLOCK": "1"}, keyring)
    return home


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, furnished: Path) -> Iterator[House]:
    """The product as it is served, for one file of tests."""
    home, port = tmp_path_factory.mktemp("served"), free_port()
    shutil.copytree(furnished, home, dirs_exist_ok=True)
    env = {
        "SANLIAN_HOME": str(home), "PORT": str(port), "DEMO": "0", "SANLIAN_MOVABLE_CLOCK": "1",
    }  # fmt: skip
    log = Path(home / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "web.cli", "run"], cwd=ROOT, env={**os.environ, **env},
        stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        wait_until_up(f"http://127.0.0.1:{port}", server)
        yield House(address=f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        try:
            # Open pages hold nothing up: a stop waits thirty seconds for requests that never end.
            server.wait(timeout=20)
        finally:
            server.kill()
            server.wait()
            log.close()
        told = (home / "server.log").read_text(encoding="utf-8")
        assert not re.search(r"^Traceback|ERROR", told, re.MULTILINE), told[-4000:]


@pytest.fixture(scope="module")
def real_browser() -> Iterator[Any]:
    """A Chromium of this machine."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def desk(real_browser: Any, house: House) -> Iterator[Callable[..., Desk]]:
    """Somebody of the cast at a browser of their own: `desk("limei")`."""
    opened: list[Any] = []

    def sit(username: str, *, width: int = 1280, height: int = 860) -> Desk:
        context = real_browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN"
        )
        opened.append(context)
        context.set_default_timeout(15_000)
        return Desk(house=house, tab=context.new_page(), username=username).signed_in()

    yield sit
    for context in opened:
        context.close()
