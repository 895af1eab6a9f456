"""Every rule of the station speaks where one thing is wrong; the right diagram hears nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.errors import Severity
from engine.lint import Profile, StationFacts, check
from engine.lint.table import STATION
from tests.engine.lint.cases.station import BROKEN, RIGHT_TOO
from tests.engine.lint.drawing import condition
from tests.engine.lint.station_drawing import FACTS, RIGHT, changed

FACTS_OF = {
    "lane-role-changed": replace(FACTS, lane_roles={"reception": "R02"}),
    "lane-role": replace(FACTS, lane_roles={"elsewhere": "R02"}),
}
_WARNINGS = {"branch-default", "name-english", "name-chinese", "id-style"}


def _rules(xml: bytes, facts: StationFacts | None = FACTS) -> set[str]:
    return {finding.rule for finding in check(xml, profile=Profile.STATION, station=facts)}


def test_nothing_is_said_about_a_diagram_in_which_everything_is_right():
    assert check(RIGHT, profile=Profile.STATION, station=FACTS) == ()


def test_every_rule_has_its_case():
    assert sorted(BROKEN) == sorted(rule.RULE for rule in STATION)


@pytest.mark.parametrize(
    ("rule", "xml"), [(rule, xml) for rule, files in BROKEN.items() for xml in files]
)
def test_a_diagram_that_breaks_the_rule_is_told_so(rule: str, xml: bytes):
    findings = check(xml, profile=Profile.STATION, station=FACTS_OF.get(rule, FACTS))
    said = {finding.severity for finding in findings if finding.rule == rule}
    assert said == {Severity.WARNING if rule in _WARNINGS else Severity.ERROR}


@pytest.mark.parametrize(("rule", "xml"), RIGHT_TOO.items())
def test_what_is_right_in_another_way_is_accepted(rule: str, xml: bytes):
    facts = replace(FACTS, lane_roles={"reception": "R02"})
    assert rule not in _rules(xml, facts)


def test_the_standard_profile_knows_no_rule_of_the_station():
    station_only = {rule.RULE for rule in STATION}
    said = {finding.rule for files in BROKEN.values() for xml in files for finding in check(xml)}
    assert not said & station_only


def test_without_facts_names_are_taken_on_trust():
    trusted = {rule for rule in BROKEN if rule.startswith(("unknown-", "locked-"))}
    trusted |= {"lane-role-changed", "data-flow", "loop-list"}
    for rule in trusted - {"unknown-process"}:
        for xml in BROKEN[rule]:
            assert rule not in _rules(xml, facts=None)


def test_what_an_undescribed_form_sets_is_not_judged():
    unknown = replace(FACTS, form_fields={})
    assert "data-flow" not in _rules(changed(("danger = true", "whatever = true")), unknown)


def test_the_keys_of_an_answer_without_a_key_of_its_own_are_process_data():
    xml = changed((' sanlian:result="danger"', ""))
    described = replace(FACTS, decision_results={"immediate-danger": frozenset({"danger"})})
    other = replace(FACTS, decision_results={"immediate-danger": frozenset({"grade"})})
    assert "data-flow" not in _rules(xml, described)
    assert "data-flow" in _rules(xml, other)


def test_data_set_on_a_way_that_does_not_lead_here_does_not_count():
    late = condition("departments != null")
    assert "data-flow" in _rules(changed((condition("danger = true"), late)))


def test_a_broken_reference_refuses_in_the_station_and_is_only_shown_elsewhere():
    xml = changed(('default="is-in-danger-to-register-visit"', 'default="open-case"'))
    station = check(xml, profile=Profile.STATION, station=FACTS)
    assert {f.severity for f in station if f.rule == "reference-type"} == {Severity.ERROR}
    assert {f.severity for f in check(xml) if f.rule == "reference-type"} == {Severity.WARNING}
