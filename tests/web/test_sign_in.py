"""Signing in: a wrong password is counted, the way on stays here, each page has its token."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.conftest import Browser, words
from web.session import COOKIE
from workflows.demo import PASSWORD
from workflows.runtime import Runtime

People = Callable[[str], Browser]


def token(text: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_the_right_password_leads_to_where_one_wanted(app: Flask) -> None:
    client = app.test_client()
    asked = client.get("/cases")
    assert asked.status_code == 302
    page = client.get(asked.headers["Location"])
    said = {"username": "limei", "password": PASSWORD, "next": "/cases"}
    answer = client.post("/sign-in", data={**said, "csrf_token": token(page.text)})
    assert answer.headers["Location"] == "/cases"
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.http_only


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_way_on_stays_on_this_site(app: Flask, target: str) -> None:
    client = app.test_client()
    page = client.get("/sign-in")
    said = {"username": "limei", "password": PASSWORD, "next": target}
    answer = client.post("/sign-in", data={**said, "csrf_token": token(page.text)})
    assert answer.headers["Location"] == "/inbox"


def test_a_wrong_password_says_so_and_repeats_lock_the_door(app: Flask) -> None:
    client = app.test_client()
    sent = {
        "username": "xulaw",
        "password": "wrong",
        "csrf_token": token(client.get("/sign-in").text),
    }
    pages = [client.post("/sign-in", data=sent) for _ in range(7)]
    assert {page.status_code for page in pages} == {403}
    assert "用户名或密码不对" in words(pages[0])
    assert "密码错误次数过多" in words(pages[-1])


def test_a_request_without_the_token_of_its_page_does_nothing(app: Flask, browser: People) -> None:
    somebody = browser("limei")
    assert somebody.client.post("/sign-out").status_code == 403
    assert somebody.get("/inbox").status_code == 200


def test_signing_out_ends_the_session(browser: People) -> None:
    somebody = browser("limei")
    assert somebody.post("/sign-out").status_code == 303
    assert somebody.get("/inbox").status_code == 302


def test_the_acting_post_is_chosen_among_my_own(browser: People) -> None:
    chief = browser("chenjing")
    page = chief.get("/me")
    posts = re.findall(r'name="post" value="([^"]+)"', page.text)
    assert len(posts) == 3
    chief.post("/me/post", {"post": posts[-1]})
    assert f'value="{posts[-1]}" checked' in chief.get("/me").text
    chief.post("/me/post", {"post": "somebody-elses"})
    assert f'value="{posts[-1]}" checked' in chief.get("/me").text


def test_the_language_is_switched_and_kept(browser: People) -> None:
    somebody = browser("limei")
    somebody.get("/language/en?next=/inbox")
    assert '<html lang="en">' in somebody.get("/inbox").text
    somebody.get("/language/zh?next=/inbox")


def test_strict_headers_stand_on_every_page(runtime: Runtime, browser: People) -> None:
    page = browser("limei").get("/inbox")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
