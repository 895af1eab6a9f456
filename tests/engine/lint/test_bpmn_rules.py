"""Every rule of BPMN speaks where it is broken and is silent on the nearest right diagram."""

from __future__ import annotations

import pytest

from engine.errors import Severity
from engine.lint import check, refuses
from engine.lint.support import PREFIX
from engine.lint.table import STANDARD
from tests.engine.lint.cases import (
    activities,
    collaboration,
    data,
    events,
    flows,
    gateways,
    structure,
)

_GROUPS = (structure, flows, gateways, events, activities, data, collaboration)
CASES = {rule: case for group in _GROUPS for rule, case in group.CASES.items()}


def test_every_rule_has_its_case():
    assert sorted(CASES) == sorted(rule.RULE for rule in STANDARD)


#: What the standard lets pass, or what outside files may still mean, is shown and not refused.
_WARNINGS = {"parallel-condition", "reference-type", "other-engine"}


@pytest.mark.parametrize("rule", CASES)
def test_a_diagram_that_breaks_the_rule_is_told_so(rule: str):
    broken, _ = CASES[rule]
    assert rule in {finding.rule for finding in check(broken)}


@pytest.mark.parametrize("rule", CASES)
def test_the_nearest_right_diagram_is_accepted(rule: str):
    _, right = CASES[rule]
    findings = check(right)
    errors = {f.rule for f in findings if f.severity is Severity.ERROR}
    # What is right by the standard may still be a construct that this engine does not execute.
    assert {each for each in errors if not each.startswith(PREFIX)} == set()
    assert rule not in {finding.rule for finding in findings}


@pytest.mark.parametrize("rule", sorted(set(CASES) - _WARNINGS))
def test_a_broken_rule_of_the_standard_refuses_the_file(rule: str):
    broken, _ = CASES[rule]
    severities = {f.severity for f in check(broken) if f.rule == rule}
    assert severities == {Severity.ERROR}


def test_a_warning_alone_does_not_refuse():
    findings = check(CASES["parallel-condition"][0])
    assert findings
    assert not refuses(findings)


def test_a_finding_names_the_element_or_the_nearest_one_with_an_id():
    (finding,) = (f for f in check(CASES["timer-single"][0]) if f.rule == "timer-single")
    assert finding.element == "wait"
