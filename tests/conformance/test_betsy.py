"""Every process of the suite runs right, or is refused by the name of what we do not execute."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.conformance import betsy

ALL = list(betsy.cases())

#: What this engine refuses, with the rule and the element that it names.
REFUSED = {
    "AdHocSubProcess_Sequential": ("unsupported-ad-hoc-sub-process", "SubProcess"),
    "ComplexGateway": ("unsupported-complex-gateway", "ComplexGateway_1"),
    "MultiInstance_NoneBehavior": ("unsupported-multi-instance-behaviour", "multiInstanceTask"),
    "MultiInstance_OneBehavior": ("unsupported-multi-instance-behaviour", "multiInstanceTask"),
}


def test_the_suite_is_here():
    if not ALL:
        pytest.skip(f"the betsy suite is not at {betsy.folder()}")
    assert len({case.process for case in ALL}) == 76


@pytest.mark.parametrize("case", [c for c in ALL if c.process not in REFUSED], ids=str)
def test_it_runs_as_expected(case):
    assert case.is_met_by(betsy.play(case)), betsy.findings(case)


@pytest.mark.parametrize("case", [c for c in ALL if c.process in REFUSED], ids=str)
def test_it_is_refused_by_name(case):
    assert REFUSED[case.process] in betsy.findings(case)


def test_the_count_of_right_processes_is_known():
    if not ALL:
        pytest.skip(f"the betsy suite is not at {betsy.folder()}")
    right = defaultdict(list)
    for case in ALL:
        right[case.process].append(case.is_met_by(betsy.play(case)))
    assert sum(all(cases) for cases in right.values()) == 72
