"""The clock of the served product moves for tests and never in production."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from engine import clock
from tests.web.conftest import Browser
from workflows.runtime import Runtime

People = Callable[[str], Browser]


def test_it_runs_on_from_where_it_is_set(browser: People) -> None:
    somebody = browser("limei")
    answer = somebody.post("/clock", {"to": "2026-03-02T21:00"})
    assert answer.status_code == 200
    assert f"{clock.now():%Y-%m-%d %H}" == "2026-03-02 13"


@pytest.mark.parametrize("change", [{"production": True}, {"movable_clock": False}])
def test_elsewhere_the_address_does_not_exist(
    runtime: Runtime, app: Flask, browser: People, change: dict[str, bool]
) -> None:
    somebody, before = browser("limei"), clock.now()
    app.extensions["sanlian"] = replace(runtime, settings=replace(runtime.settings, **change))
    try:
        assert somebody.post("/clock", {"to": "2026-03-02T21:00"}).status_code == 404
        assert clock.now() == before
    finally:
        app.extensions["sanlian"] = runtime
