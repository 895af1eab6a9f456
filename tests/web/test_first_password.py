"""A password that an administrator gave opens nothing but the choice of an own one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.database import new_id
from tests.web.conftest import Browser, hidden, words
from tests.web.reception import actor
from web.app import create_app
from workflows.demo import PASSWORD
from workflows.demo.cast import EAST_LAKE
from workflows.people import actions
from workflows.runtime import Runtime

People = Callable[[str], Browser]
OWN = "月亮照在东湖的石桥上"


@pytest.fixture
def made(runtime: Runtime) -> tuple[str, str]:
    """A new account with a post, and the password that the administrator read out."""
    username = f"new-{new_id()[-8:]}"
    with runtime.database.begin() as session:
        keeper = actor(session, "zhoulan")
        entrance = actions.add(session, keeper, username=username, name="新同事")
        actions.give_post(session, keeper, entrance.person_id, role="R02", unit_id=EAST_LAKE)
    return username, entrance.password


def signed_in(app: Flask, username: str, password: str) -> tuple[FlaskClient, TestResponse]:
    client = app.test_client()
    token = hidden(client.get("/sign-in"), "csrf_token")
    said = {"username": username, "password": password, "csrf_token": token}
    return client, client.post("/sign-in", data=said)


def choose(client: FlaskClient, present: str, new: str, again: str = "") -> TestResponse:
    token = hidden(client.get("/me/password"), "csrf_token")
    said = {"present": present, "new": new, "again": again or new, "csrf_token": token}
    return client.post("/me/password", data=said)


def test_nothing_opens_before_an_own_password(app: Flask, made: tuple[str, str]) -> None:
    client, entered = signed_in(app, *made)
    assert entered.status_code == 303
    for url in ("/", "/inbox", "/cases", "/visits/new", "/me", "/notices", "/emergency", "/live"):
        answer = client.get(url)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/me/password"), url
    token = hidden(client.get("/me/password"), "csrf_token")
    sent = client.post("/visits", data={"csrf_token": token, "channel": "walk-in"})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/me/password")
    part = client.get("/inbox/rows", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (403, "/me/password")


def test_the_page_says_why_in_both_languages(app: Flask, made: tuple[str, str]) -> None:
    client, _entered = signed_in(app, *made)
    page = client.get("/me/password")
    assert "现在的密码是管理员给的" in words(page)
    assert "收件箱" not in words(page)
    client.get("/language/en")
    english = client.get("/me/password").text
    assert "Choose one that only you know" in english
    assert not re.search(r"[\u3400-\u9fff]", english.split("<main")[1].split("</main>")[0])


def test_an_own_password_opens_everything_and_the_given_one_nothing(
    app: Flask, made: tuple[str, str]
) -> None:
    username, given = made
    client, _entered = signed_in(app, username, given)
    done = choose(client, given, OWN)
    assert (done.status_code, done.headers["Location"]) == (303, "/inbox")
    assert client.get("/inbox").status_code == 200
    assert signed_in(app, username, given)[1].status_code == 403
    again, _entered = signed_in(app, username, OWN)
    assert again.get("/inbox").status_code == 200


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [("", "", "至少要 8 个字符"), (OWN, "另一个句子也很长", "不一样"), ("given", "", "不能和现在的一样")],
)  # fmt: skip
def test_a_bad_choice_changes_nothing(
    app: Flask, made: tuple[str, str], new: str, again: str, told: str
) -> None:
    username, given = made
    client, _entered = signed_in(app, username, given)
    answer = choose(client, given, given if new == "given" else new, again)
    assert answer.status_code == 422
    assert told in words(answer)
    assert client.get("/inbox").status_code == 303


def test_a_reset_password_is_a_given_one_again(
    runtime: Runtime, app: Flask, made: tuple[str, str]
) -> None:
    username, given = made
    client, _entered = signed_in(app, username, given)
    choose(client, given, OWN)
    with runtime.database.begin() as session:
        person = actor(session, username)
        entrance = actions.reset_password(session, actor(session, "zhoulan"), person.id)
    assert client.get("/inbox").status_code == 302, "the old session is over"
    client, _entered = signed_in(app, username, entrance.password)
    assert client.get("/inbox").headers["Location"] == "/me/password"


def test_leaving_without_a_choice_is_free(app: Flask, made: tuple[str, str]) -> None:
    client, _entered = signed_in(app, *made)
    token = hidden(client.get("/me/password"), "csrf_token")
    assert client.post("/sign-out", data={"csrf_token": token}).headers["Location"] == "/sign-in"


def test_demo_accounts_are_let_in_and_their_page_says_so(runtime: Runtime, app: Flask) -> None:
    client, _entered = signed_in(app, "gaohong", PASSWORD)
    assert client.get("/inbox").status_code == 200
    assert runtime.settings.demo
    page = words(app.test_client().get("/sign-in"))
    assert PASSWORD in page
    assert "登录后不要求更改" in page
    real = create_app(replace(runtime, settings=replace(runtime.settings, demo=False)))
    assert PASSWORD not in words(real.test_client().get("/sign-in"))
