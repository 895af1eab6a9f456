"""The outside suite of broken models: each is refused, and for the rule that its folder is about.

Folders are named by the number of the constraint (EXT…); a rule lists the numbers it covers. A
folder that no rule claims must still be refused. REF models must be accepted.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.errors import Severity
from engine.lint import check
from engine.lint.table import STANDARD

_SUITE = Path(os.environ.get("CONFORMANCE_DIR", Path(__file__).parents[3] / "shared/conformance"))
_FILES = sorted(_SUITE.glob("betsy/constraints/*/*.bpmn"))
_BROKEN = [file for file in _FILES if file.parent.name.startswith("EXT")]
_RIGHT = [file for file in _FILES if file.parent.name == "REF"]
_COVERED = {number: rule.RULE for rule in STANDARD for number in getattr(rule, "COVERS", ())}

pytestmark = pytest.mark.skipif(not _FILES, reason=f"no outside suite in {_SUITE}")


def _errors(file: Path) -> set[str]:
    findings = check(file.read_bytes())
    return {finding.rule for finding in findings if finding.severity is Severity.ERROR}


@pytest.mark.parametrize("file", _BROKEN, ids=lambda file: file.stem)
def test_a_broken_model_is_refused_for_its_reason(file: Path):
    errors = _errors(file)
    assert errors
    expected = _COVERED.get(file.parent.name)
    assert expected is None or expected in errors


@pytest.mark.parametrize("file", _RIGHT, ids=lambda file: file.stem)
def test_a_model_for_reference_is_accepted(file: Path):
    assert _errors(file) == set()


def test_every_folder_that_is_here_is_covered_by_a_rule(record_property):
    folders = {file.parent.name for file in _BROKEN}
    record_property("folders", len(folders))
    record_property("without a rule of their own", sorted(folders - set(_COVERED)))
    assert len(folders & set(_COVERED)) >= len(folders) // 2


def test_a_constraint_is_covered_by_one_rule():
    claimed = [number for rule in STANDARD for number in getattr(rule, "COVERS", ())]
    assert sorted(claimed) == sorted(set(claimed))
