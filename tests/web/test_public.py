"""Whoever holds a receipt reads the stage and nothing else; a guesser is slowed, then locked."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine import clock
from tests.web.conftest import words
from tests.web.reception import receive
from web.public import views
from web.public.limiter import Limiter
from workflows.cases.query_code import FREE_TRIES
from workflows.runtime import Runtime


@pytest.fixture(autouse=True)
def _fresh_limiter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "limiter", Limiter(most=30, seconds=60))


class Visitor:
    """Somebody at home, not signed in."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        page = self.client.get("/query").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None
        self.csrf = token[1]

    def ask(self, code: str) -> TestResponse:
        return self.client.post("/query", data={"code": code, "csrf_token": self.csrf})


def test_a_code_shows_the_stage_in_neutral_words(runtime: Runtime, app: Flask) -> None:
    case = receive(runtime).until("end", name="慕容雪晴").case()
    assert case.query_code is not None
    page = Visitor(app).ask(case.query_code.lower().replace("-", " "))
    assert page.status_code == 200
    assert "办理中" in words(page)
    told = page.text.partition("big-state")[2].partition("</section>")[0]
    for word in ("慕容", "离婚", "调解", str(case.number)):
        assert word not in told
    assert "<script" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_five_wrong_codes_lock_the_case_for_a_day(runtime: Runtime, app: Flask) -> None:
    code = receive(runtime).until("end").case().query_code
    assert code is not None
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    visitor = Visitor(app)
    for _try in range(FREE_TRIES):
        page = visitor.ask(wrong)
        assert page.status_code == 422
        assert "查询码不对" in words(page)
    locked = visitor.ask(code)
    assert "输错次数过多" in words(locked)
    assert "big-state" not in locked.text


def test_an_unknown_code_answers_like_a_wrong_one(app: Flask) -> None:
    page = Visitor(app).ask("AAAA-BBBB-CCCC")
    assert page.status_code == 422
    assert "查询码不对" in words(page)


def test_one_address_asks_a_few_times_a_minute(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "limiter", Limiter(most=2, seconds=60))
    visitor = Visitor(app)
    assert [visitor.ask("AAAA").status_code for _ in range(3)] == [422, 422, 429]


def test_the_limiter_forgets_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    limiter = Limiter(most=2, seconds=60)
    assert [limiter.allows("a") for _ in range(3)] == [True, True, False]
    assert limiter.allows("b")
    now[0] += 61
    assert limiter.allows("a")
