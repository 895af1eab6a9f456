"""`python -m engine.feel`: a value as JSON, or exit 2."""

from __future__ import annotations

import json

import pytest

from engine.feel.__main__ import main


def test_it_prints_one_value_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(['{a: x + 1, b: @"2026-01-01"}', "--context", '{"x": 1}']) == 0
    assert json.loads(capsys.readouterr().out) == {"a": 2, "b": {"@": "2026-01-01"}}


@pytest.mark.parametrize(
    "arguments",
    [["1 +"], ["1", "--context", "["], ["1", "--context", "[]"], ["x + 1", "--strict"], ["abs"]],
)
def test_an_error_is_told_and_exits_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.err
    assert not shown.out
