"""The facts of the stories O1, O3, O4, O5 and O8, put before the station's decisions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import feel
from tests.engine.decisions.models import STATION, decided, station

DT1 = [
    "violence_now",
    "weapon_shown",
    "injury_or_choking",
    "threat_to_kill",
    "suicide_threat",
    "child_alone_or_missing",
    "afraid_to_go_home",
    "offender_outside",
]


def test_story_o1_a_question_about_divorce_is_no_danger() -> None:
    assert decided("dt1-immediate-danger", **dict.fromkeys(DT1, False))["danger"] is False
    assert decided("dt2-danger-points", dv_facts=[])["dv_level"] == "yellow"


def test_story_o3_a_knife_at_night_is_red_and_grade_two() -> None:
    screened = {"weapon_shown": True, "injury_or_choking": True, "afraid_to_go_home": True}
    assert decided("dt1-immediate-danger", **screened)["danger"] is True
    facts = ["strangulation", "weapon_used", "beaten_pregnant", "threat_kill"]
    assert decided("dt2-danger-points", dv_facts=facts)["dv_level"] == "red"
    graded = decided("dt6-incident-severity", armed_threat=True, slightly_injured=1, people=3)
    assert graded["suggested_severity"] == "II"
    assert graded["notify_departments"] == [
        "police",
        "ambulance",
        "civil-affairs",
        "womens-federation",
        "centre-duty",
    ]
    assert decided("dt5-mediable", dv_level="red")["suggested_mediability"] == "not_mediable"


def test_story_o4_a_touched_girl_of_twelve_is_reported() -> None:
    facts = ["abnormal_injury", "girl_under_14", "other_harm"]
    answer = decided("dt4-child-report", child_facts=facts)
    assert answer["child_level"] == "report"
    assert answer["child_situations"] == ["1", "2", "9"]
    assert decided("dt5-mediable", child_level="report")["suggested_mediability"] == "not_mediable"


def test_story_o5_a_threat_to_burn_is_grade_two_and_a_new_application_needs_the_head() -> None:
    assert decided("dt6-incident-severity", armed_threat=True)["suggested_severity"] == "II"
    answer = decided("dt5-mediable", former_end_reason="terminated_risk")
    assert answer["mediability_approver"] == "R06"


def test_story_o8_a_crowd_with_one_hurt_is_grade_three_and_scale_two() -> None:
    answer = decided("dt6-incident-severity", people=26, crowd_tense=True, slightly_injured=1)
    assert (answer["suggested_severity"], answer["event_scale"]) == ("III", "02")
    lead = decided("dt7-lead-department", category_d="F33", category_a="1102")
    assert lead["suggested_department"] == "town"


@pytest.mark.parametrize("file", sorted(STATION.glob("*.dmn")), ids=lambda file: file.stem)
def test_no_station_decision_meets_a_type_error_on_unknown_facts(file: Path) -> None:
    model = station(file.stem)
    assert model.outcome(file.stem, {}).warnings == ()
    json.dumps(feel.to_json(model.decide(file.stem, {}, strict=True)))
