"""What the documents say of settings and modules is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

OPERATIONS = ROOT / "docs" / "operations.md"
SETTINGS = ROOT / "workflows" / "settings.py"


def settings_read() -> set[str]:
    """Every name that the program asks the environment for."""
    tree = ast.parse(SETTINGS.read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"read", "self"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def settings_told() -> set[str]:
    """Every name in the first column of the operator's table."""
    lines = OPERATIONS.read_text(encoding="utf-8").splitlines()
    cells = [line.split("|")[1] for line in lines if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`([A-Z][A-Z_]+)`", cell)}


def test_the_operators_table_names_every_setting_and_no_other() -> None:
    assert settings_told() == settings_read()
    assert len(settings_told()) > 10


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs").glob("**/*.md")), ids=lambda page: page.name
)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    """A page that leads a newcomer to a file that moved is worse than none."""
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:engine|workflows|web|bpmn|tests|docs)/[\w./-]+\w)`", text)
    missing = [
        path for path in named if not (ROOT / path).exists() and not (ROOT / f"{path}.py").exists()
    ]
    assert missing == []
