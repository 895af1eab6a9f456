"""Pages are tested on a composed house with the cast, once a database and worker, by many cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine import clock, protection
from tests.conftest import MONDAY_MORNING
from tests.databases import Kind, Store, chosen
from tests.house import furnish, house_of
from tests.web.reception import actor
from web.app import create_app
from web.session import COOKIE
from workflows.demo.cast import TENANT
from workflows.people import signing_in
from workflows.people.models import PersonRow
from workflows.runtime import Runtime


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first test of a worker also builds the house, which takes its time on a busy machine."""
    for item in items:
        if "runtime" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def furnished() -> dict[Kind, str]:
    """The furnished houses of this run by kind, each made when first asked for."""
    return {}


@pytest.fixture(scope="module", params=chosen(), ids=str)
def runtime(
    request: pytest.FixtureRequest,
    furnished: dict[Kind, str],
    keyring: protection.Keyring,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Runtime]:
    """The house with its cast and diagrams, one for each file of tests, which brings its cases."""
    kind: Kind = request.param
    store: Store = request.getfixturevalue(f"{kind}_store")
    home = tmp_path_factory.mktemp("house")
    if kind not in furnished:
        furnished[kind] = furnish(store, home)
    with house_of(store, furnished[kind], home, SANLIAN_MOVABLE_CLOCK="1") as house:
        yield house.runtime


@pytest.fixture(scope="module")
def app(runtime: Runtime) -> Flask:
    built = create_app(runtime)
    built.testing = True
    # An unknown exception fails the test instead of becoming a polite page.
    built.config["PROPAGATE_EXCEPTIONS"] = True
    del built.error_handler_spec[None][None][Exception]
    return built


@pytest.fixture(autouse=True)
def _monday(request: pytest.FixtureRequest) -> Iterator[None]:
    """Pages are read on a working Monday, wherever the house is asked for."""
    if "runtime" not in request.fixturenames:
        yield
        return
    with clock.frozen(MONDAY_MORNING):
        yield


@dataclass(kw_only=True)
class Browser:
    """Somebody at a browser: pages in, forms out, the page's token carried along."""

    client: FlaskClient
    csrf: str
    last: TestResponse | None = None

    def get(self, url: str, **headers: str) -> TestResponse:
        self.last = self.client.get(url, headers=headers)
        return self.last

    def post(self, url: str, data: Any = None, **headers: str) -> TestResponse:
        sent = {**(data or {}), "csrf_token": self.csrf}
        self.last = self.client.post(url, data=sent, headers=headers)
        return self.last

    def htmx(self, url: str, target: str = "task", data: Any = None, **more: str) -> TestResponse:
        """What the script of the page asks; `more` are headers, `_` standing for `-`."""
        named = {key.replace("_", "-"): text for key, text in more.items()}
        headers = {"HX-Request": "true", "HX-Target": target, **named}
        self.last = (
            self.client.get(url, headers=headers)
            if data is None
            else self.client.post(url, data={**data, "csrf_token": self.csrf}, headers=headers)
        )
        return self.last


def hidden(page: TestResponse, name: str) -> str:
    """The value of a hidden field of the page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None, page.text[:400]
    return found[1]


def words(page: TestResponse) -> str:
    """The page as a person reads it: no markup, no runs of blanks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


@pytest.fixture
def browser(runtime: Runtime, app: Flask) -> Callable[[str], Browser]:
    """A signed-in browser for somebody of the cast; the password itself has tests of its own."""

    def sign_in(username: str) -> Browser:
        with runtime.database.begin() as session:
            person = session.get_one(PersonRow, (TENANT, actor(session, username).id))
            opened = signing_in.open_session(session, person, "zh")
            row = signing_in.session_of(session, opened.secret)
            assert row is not None
            csrf = row.csrf
        client = app.test_client()
        client.set_cookie(COOKIE, opened.secret)
        return Browser(client=client, csrf=csrf)

    return sign_in
