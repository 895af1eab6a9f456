"""Real browsers for the served product, and people of the cast who sit at them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import protection
from tests.browser.desk import Desk, House
from tests.browser.serving import furnish, served

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, keyring: protection.Keyring) -> Path:
    """A home with the cast and the diagrams, made once and copied for each file of tests."""
    home = tmp_path_factory.mktemp("furnished")
    furnish(home, keyring)
    return home


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, furnished: Path) -> Iterator[House]:
    """The product as it is served, for one file of tests."""
    home = tmp_path_factory.mktemp("served")
    shutil.copytree(furnished, home, dirs_exist_ok=True)
    with served(home) as house:
        yield house


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
