"""The DMN technology compatibility kit: values and expected errors, counted folder by folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conformance.dmn_tck import Verdict, verdicts

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "conformance"
SUITE = Path(os.environ.get("CONFORMANCE_DIR", _BESIDE)) / "dmn-tck"
FOLDERS = sorted(folder for folder in SUITE.glob("*/*") if folder.is_dir())
#: Everything of level 2; of level 3 at least this share, and this share of every folder in it.
LEVEL_3 = 0.95
EVERY_FOLDER = 0.80


@pytest.fixture(scope="module")
def found() -> dict[str, list[tuple[Path, Sequence[Verdict]]]]:
    if not FOLDERS:
        pytest.skip(f"the DMN TCK is not in {SUITE}; set CONFORMANCE_DIR")
    levels: dict[str, list[tuple[Path, Sequence[Verdict]]]] = {}
    for folder in FOLDERS:
        levels.setdefault(folder.parent.name, []).append((folder, list(verdicts(folder))))
    return levels


Levels = dict[str, list[tuple[Path, Sequence[Verdict]]]]


def right(found: Sequence[Verdict]) -> float:
    return sum(verdict.is_value_right for verdict in found) / max(len(found), 1)


def calls_java(folder: Path) -> bool:
    """Whether the folder tests external Java functions, which are refused by design."""
    return any("<java" in text or "java:" in text for text in _texts(folder))


def _texts(folder: Path) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in folder.glob("*.dmn")]


def test_no_case_crashes(found: Levels) -> None:
    crashes = [v for level in found.values() for _, all_of in level for v in all_of if v.crash]
    assert not crashes, crashes[:5]


def test_level_2_is_complete(found: Levels) -> None:
    wrong = [
        v
        for level, folders in found.items()
        if level.endswith("-2")
        for _, all_of in folders
        for v in all_of
        if not v.is_value_right
    ]
    assert not wrong, wrong[:5]


def test_level_3_has_its_share(found: Levels) -> None:
    everything = [
        v
        for level, folders in found.items()
        if level.endswith("-3")
        for _, all_of in folders
        for v in all_of
    ]
    share = right(everything)
    print(f"DMN TCK level 3: {share:.2%} of {len(everything)} values")
    assert share >= LEVEL_3 or not everything


def test_every_folder_has_its_share(found: Levels) -> None:
    poor = {
        folder.name: (right(all_of), [v for v in all_of if not v.is_value_right][:3])
        for folders in found.values()
        for folder, all_of in folders
        if right(all_of) < EVERY_FOLDER and not calls_java(folder)
    }
    assert not poor, poor


def test_expected_errors_leave_a_warning(found: Levels) -> None:
    expected = [
        v
        for folders in found.values()
        for _, all_of in folders
        for v in all_of
        if v.is_error_told is not None
    ]
    told = sum(v.is_error_told is True for v in expected)
    print(f"DMN TCK expected errors told: {told} of {len(expected)}")
    assert told >= LEVEL_3 * len(expected)
