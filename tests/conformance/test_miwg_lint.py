"""Diagrams of many vendors' tools, and processes that ought to run: what the gate says of them.

No file may make the gate raise, and a model that is right may not be refused, unless it holds a
construct that this engine does not execute: then for that alone, by its name.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from engine.errors import Severity
from engine.lint import Profile, StationFacts, check, words

_SUITE = Path(os.environ.get("CONFORMANCE_DIR", Path(__file__).parents[3] / "shared/conformance"))
_DRAWN = sorted(_SUITE.glob("miwg/*.bpmn"))
_EXPECTATIONS = _SUITE / "betsy/expectations.json"


def _expected_to_deploy() -> list[Path]:
    """Files none of whose cases expects to be refused at deployment (or anywhere)."""
    if not _EXPECTATIONS.exists():
        return []
    entries = json.loads(_EXPECTATIONS.read_text())
    refused = {"ERROR", "ERROR_deployment"}
    return [
        _SUITE / "betsy" / entry["file"]
        for entry in entries
        if not any(refused & set(case["trace"]) for case in entry["cases"])
    ]


_EXECUTED = _expected_to_deploy()


#: Right models with a construct that is not executed, by the rule that must be the only one.
_NOT_EXECUTED = {
    "C.6.0": "unsupported-nested-compensation",
    "AdHocSubProcess_Sequential": "unsupported-ad-hoc-sub-process",
    "ComplexGateway": "unsupported-complex-gateway",
    "MultiInstance_NoneBehavior": "unsupported-multi-instance-behaviour",
    "MultiInstance_OneBehavior": "unsupported-multi-instance-behaviour",
}
_OWN = sorted((Path(__file__).parents[2] / "bpmn").glob("*/*.bpmn"))
_REFERENCE = sorted(_SUITE.glob("betsy/constraints/REF/*.bpmn"))


def _allowed(file: Path) -> set[str]:
    return {_NOT_EXECUTED[file.stem]} if file.stem in _NOT_EXECUTED else set()


def _errors(file: Path) -> set[str]:
    findings = check(file.read_bytes())
    return {finding.rule for finding in findings if finding.severity is Severity.ERROR}


@pytest.mark.skipif(not _DRAWN, reason=f"no diagrams of other tools in {_SUITE}")
@pytest.mark.parametrize("file", _DRAWN, ids=lambda file: file.stem)
@pytest.mark.parametrize("profile", Profile)
def test_no_diagram_of_another_tool_makes_the_gate_raise(file: Path, profile: Profile):
    findings = check(file.read_bytes(), profile=profile, station=StationFacts())
    assert all(words(finding, "zh") for finding in findings)


@pytest.mark.skipif(not _DRAWN, reason=f"no diagrams of other tools in {_SUITE}")
@pytest.mark.parametrize("file", _DRAWN, ids=lambda file: file.stem)
def test_a_diagram_of_another_tool_is_not_refused(file: Path):
    assert _errors(file) == _allowed(file)


@pytest.mark.skipif(not _EXECUTED, reason=f"no executable processes in {_SUITE}")
@pytest.mark.parametrize("file", _EXECUTED, ids=lambda file: file.stem)
def test_a_process_that_ought_to_run_is_not_refused(file: Path):
    assert _errors(file) == _allowed(file)


def test_false_refusals_are_counted_and_none():
    right = [*_OWN, *_DRAWN, *_EXECUTED, *_REFERENCE]
    refused = {file.stem: _errors(file) - _allowed(file) for file in right}
    false = {name: rules for name, rules in refused.items() if rules}
    print(f"\n{len(false)} false refusals in {len(right)} right models, {len(_OWN)} of them ours")
    assert _OWN
    assert false == {}
