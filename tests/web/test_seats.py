"""A shared computer: who leaves is signed out there, both find their page, a number ages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from engine import clock
from tests.web.conftest import Browser, words
from web.session import COOKIE
from workflows.demo import PASSWORD
from workflows.people.models import DeskPinRow, DeskPlaceRow
from workflows.runtime import Runtime

People = Callable[[str], Browser]
PIN = "8264"


@pytest.fixture(autouse=True)
def _fresh(runtime: Runtime) -> Iterator[None]:
    """No number and no trusted browser is left over from another test."""
    with runtime.database.begin() as session:
        session.execute(delete(DeskPinRow))
        session.execute(delete(DeskPlaceRow))
    yield


def token(text: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def signed_in(app: Flask, username: str) -> FlaskClient:
    """One real browser with somebody at it."""
    client = app.test_client()
    sent = {"username": username, "password": PASSWORD}
    page = client.get("/sign-in")
    answer = client.post("/sign-in", data={**sent, "csrf_token": token(page.text)})
    assert answer.status_code == 303
    return client


def change(client: FlaskClient, username: str, secret: str, page: str = "/inbox") -> int:
    csrf = token(client.get("/switch").text)
    sent = {"username": username, "secret": secret, "page": page, "csrf_token": csrf}
    return client.post("/switch", data=sent).status_code


def who(client: FlaskClient) -> str:
    found = re.search(r'aria-label="我：([^"]+)"', client.get("/me").text)
    return found[1] if found else ""


def choose_pin(client: FlaskClient, pin: str = PIN) -> None:
    csrf = token(client.get("/me").text)
    assert client.post("/me/pin", data={"pin": pin, "csrf_token": csrf}).status_code == 303


def test_both_find_their_own_page_again(app: Flask) -> None:
    client = signed_in(app, "liuyan")
    choose_pin(client)
    before = client.get_cookie(COOKIE)
    assert before is not None
    csrf = token(client.get("/switch?page=/visits/new").text)
    sent = {"username": "hetao", "secret": PASSWORD, "page": "/visits/new", "csrf_token": csrf}
    assert client.post("/switch", data=sent).headers["Location"] == "/inbox"
    assert who(client) == "何涛"
    # The session of the one who left is gone, not only the cookie.
    stranger = app.test_client()
    stranger.set_cookie(COOKIE, before.value)
    assert stranger.get("/inbox").status_code == 302

    csrf = token(client.get("/switch").text)
    sent = {"username": "liuyan", "secret": PIN, "page": "/cases", "csrf_token": csrf}
    assert client.post("/switch", data=sent).headers["Location"] == "/visits/new"
    assert who(client) == "刘燕"


def test_a_wrong_secret_changes_nobody(app: Flask) -> None:
    client = signed_in(app, "liuyan")
    csrf = token(client.get("/switch").text)
    sent = {"username": "hetao", "secret": "wrong-password", "page": "/cases", "csrf_token": csrf}
    answer = client.post("/switch", data=sent)
    assert answer.status_code == 403
    assert 'value="hetao"' in answer.text
    assert 'name="page" value="/cases"' in answer.text
    assert who(client) == "刘燕"


def test_a_number_counts_only_where_the_password_was_given(app: Flask) -> None:
    choose_pin(signed_in(app, "liuyan"))
    elsewhere = signed_in(app, "hetao")
    assert change(elsewhere, "liuyan", PIN) == 403
    assert who(elsewhere) == "何涛"
    assert change(elsewhere, "liuyan", PASSWORD) == 303
    assert change(elsewhere, "hetao", PASSWORD) == 303
    assert change(elsewhere, "liuyan", PIN) == 303


def test_a_number_ages_within_a_day(app: Flask) -> None:
    client = signed_in(app, "liuyan")
    choose_pin(client)
    with clock.frozen(clock.now() + timedelta(hours=11)):
        colleague = signed_in(app, "hetao")
        desk = client.get_cookie("sanlian_desk")
        assert desk is not None
        colleague.set_cookie("sanlian_desk", desk.value)
        assert change(colleague, "liuyan", PIN) == 303
    with clock.frozen(clock.now() + timedelta(hours=12, minutes=1)):
        colleague = signed_in(app, "hetao")
        colleague.set_cookie("sanlian_desk", desk.value)
        assert change(colleague, "liuyan", PIN) == 403


def test_a_number_that_is_guessed_at_stops_working_until_the_password_is_given(app: Flask) -> None:
    client = signed_in(app, "liuyan")
    choose_pin(client)
    assert change(client, "hetao", PASSWORD) == 303
    assert [change(client, "liuyan", guess) for guess in ("1357", "2468", "9753", "8642")] == (
        [403] * 4
    )
    assert change(client, "liuyan", PIN) == 403
    assert change(client, "liuyan", PASSWORD) == 303
    assert change(client, "hetao", PASSWORD) == 303
    assert change(client, "liuyan", PIN) == 303


@pytest.mark.parametrize("pin", ["", "123", "1234", "9876", "0000", "1234567", "12a4", "４５６１"])
def test_a_number_that_anybody_would_try_is_refused(app: Flask, pin: str) -> None:
    client = signed_in(app, "liuyan")
    choose_pin(client, pin)
    assert "口令要 4 到 6 位数字" in client.get("/me").text
    assert change(client, "hetao", PASSWORD) == 303
    assert change(client, "liuyan", pin) == 403


def test_the_way_on_stays_on_this_site(app: Flask) -> None:
    client = signed_in(app, "liuyan")
    assert change(client, "hetao", PASSWORD, page="https://evil.example/") == 303
    csrf = token(client.get("/switch").text)
    sent = {"username": "liuyan", "secret": PASSWORD, "page": "/inbox", "csrf_token": csrf}
    assert client.post("/switch", data=sent).headers["Location"] == "/inbox"


def test_the_colleagues_of_this_browser_need_no_typing(app: Flask) -> None:
    client = signed_in(app, "liuyan")
    change(client, "hetao", PASSWORD)
    assert '<option value="liuyan">刘燕</option>' in client.get("/switch").text
    assert "刘燕" not in words(signed_in(app, "hetao").get("/switch")).partition("main")[2]
