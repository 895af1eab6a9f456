"""ISO 8601 is told from expressions, and both from what is neither."""

from __future__ import annotations

import pytest

from engine.lint.timers import CRON, CYCLE, DATE, DURATION, NEGATIVE, is_expression

_DATES = ("2026-03-02", "2026-03-02T09:00", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00.5+08:00",
          "2016-06-01T14:37:44")  # fmt: skip
_DURATIONS = ("PT48H", "P3D", "P1DT2H", "PT1.5H", "P1M", "P1W", "P1Y2M3DT4H5M6S", "PT0S")
_CYCLES = ("R3/PT1H", "R/P1D", "R4/PT10S", "R2/2026-03-02T09:00:00Z/PT1H",
           "R2/PT1H/2026-03-02T09:00:00Z")  # fmt: skip
_NEITHER = ("", "INVALID", "P", "PT", "-PT1H", "2026-13-01", "R3", "R3/", "0 8 * * *", "3 days",
            "PT1H30")  # fmt: skip
_EXPRESSIONS = ('deadline("T08", {start: accepted_at})', "due_at", "${due}", "now() + x", '"PT1H"')


@pytest.mark.parametrize(("pattern", "texts"), [(DATE, _DATES), (DURATION, _DURATIONS),
                                                (CYCLE, _CYCLES)])  # fmt: skip
def test_iso_8601_is_recognised(pattern, texts):
    assert [text for text in texts if not pattern.fullmatch(text)] == []


@pytest.mark.parametrize("text", _NEITHER)
def test_what_is_neither_iso_nor_an_expression_is_recognised_as_such(text: str):
    assert not any(pattern.fullmatch(text) for pattern in (DATE, DURATION, CYCLE))
    assert not is_expression(text)


@pytest.mark.parametrize("text", _EXPRESSIONS)
def test_expressions_are_let_pass(text: str):
    assert is_expression(text)


@pytest.mark.parametrize("text", ["-PT1H", "-P3D", "P-3D", "PT-1H", "P1DT-2H"])
def test_negative_durations_are_seen(text: str):
    assert NEGATIVE.fullmatch(text)


@pytest.mark.parametrize("text", ["0 8 * * *", "*/5 * * * *", "0 0 8 ? * MON-FRI"])
def test_cron_tables_are_seen(text: str):
    assert CRON.fullmatch(text)


@pytest.mark.parametrize("text", [*_DATES, *_DURATIONS, *_CYCLES, *_EXPRESSIONS])
def test_nothing_right_is_taken_for_negative_or_cron(text: str):
    assert not NEGATIVE.fullmatch(text)
    assert not CRON.fullmatch(text)
