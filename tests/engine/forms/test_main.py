"""The command line checks form files and prints their table."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.forms.__main__ import main
from tests.engine.forms.station import field, written


def test_good_files_pass_and_their_table_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trial.json"
    component = field("radio", "route", options="a b", process=True, validate={"required": True})
    path.write_bytes(written(component, context="danger"))
    assert main([str(path), "--table"]) == 0
    assert "| `trial` | 试用 | `route`* → `a` `b`<br>reads `danger` |" in capsys.readouterr().out


def test_a_refused_file_is_named_with_its_field_and_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trial.json"
    path.write_bytes(written(field("textfield", "a", class_="C9")))
    assert main([str(path)]) == 1
    assert capsys.readouterr().err == f"{path}:a: error bad-class given=C9\n"
