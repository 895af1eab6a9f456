"""`python -m engine.decisions`: a value as JSON, or exit 2; problems, or exit 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.decisions.__main__ import main
from tests.engine.decisions.models import STATION, decision, definitions, inputs, literal, table


def test_it_prints_one_value_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(STATION / "dt2-danger-points.dmn")
    assert main([file, "--decision", "危险总分", "--inputs", '{"dv_facts": ["drugs"]}']) == 0
    assert json.loads(capsys.readouterr().out) == 1


@pytest.mark.parametrize("decision_name", ["missing", "bad"])
def test_an_error_exits_with_2(
    tmp_path: Path, decision_name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = decision("bad", literal("1 +")) if decision_name == "bad" else ""
    file = tmp_path / "m.dmn"
    file.write_bytes(definitions(decision("out", literal("1")), broken))
    assert main([str(file), "--decision", decision_name]) == 2
    assert capsys.readouterr().err


def test_problems_are_told_and_exit_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "m.dmn"
    xml = table(["x"], ["o"], [["> 1", "1"]])
    file.write_bytes(definitions(inputs("x"), decision("out", xml, ["i_x"])))
    assert main([str(file)]) == 1
    assert "table-gap" in capsys.readouterr().out
