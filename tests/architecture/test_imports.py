"""The import contracts hold, and would notice a stray module."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT


def contracts_of(tree: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    words = [str(linter), "--no-logo", "--no-cache"]
    return subprocess.run(words, cwd=tree, check=False, capture_output=True, text=True)


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """The smallest tree that every contract can be asked about."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for module, text in {
        "engine/__init__": "",
        "engine/clock": "",
        "engine/errors": "",
        "engine/database": "",
        "engine/scheduler": "import apscheduler",
        "engine/spiff/__init__": "import SpiffWorkflow",
        "workflows/__init__": "",
        "workflows/visit/__init__": "",
        "workflows/visit/rules": "",
        "web/__init__": "",
        "web/app": "import flask",
    }.items():
        path = tmp_path / f"{module}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
    return tmp_path


def test_every_contract_is_kept() -> None:
    outcome = contracts_of(ROOT)
    assert outcome.returncode == 0, outcome.stdout


def test_the_smallest_house_keeps_every_contract(small_house: Path) -> None:
    outcome = contracts_of(small_house)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(
    ("module", "text", "words"),
    [
        # A module that stands in no line of the order.
        ("engine/helpers.py", "", "engine.helpers"),
        ("workflows/utils.py", "", "workflows.utils"),
        # Upwards.
        ("engine/tasks.py", "import workflows.visit", "engine is not allowed to import workflows"),
        ("engine/errors.py", "import engine.spiff", "engine.errors is not allowed"),
        # Libraries behind their one door.
        ("engine/timers.py", "import SpiffWorkflow", "Illegal imports of protected package"),
        ("workflows/cases.py", "import apscheduler", "Illegal imports of protected package"),
        ("workflows/visit/handlers.py", "import flask", "workflows is not allowed to import flask"),
        # Rules that ask a database.
        ("workflows/visit/rules.py", "import sqlalchemy", "not allowed to import sqlalchemy"),
        ("workflows/visit/rules.py", "import workflows.visit.models", "not allowed to import"),
    ],
)
def test_a_stray_import_breaks_a_contract(
    small_house: Path, module: str, text: str, words: str
) -> None:
    (small_house / "workflows/visit/models.py").write_text("\n")
    (small_house / module).write_text(f"{text}\n")
    outcome = contracts_of(small_house)
    assert outcome.returncode == 1
    assert words in outcome.stdout
