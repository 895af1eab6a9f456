"""DT1 to DT4, danger, points, colour and child, row by row as the station's rules say them."""

from __future__ import annotations

import json

import pytest

from tests.engine.decisions.models import STATION, decided

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


@pytest.mark.parametrize("fact", DT1)
def test_dt1_any_one_fact_is_an_emergency(fact: str) -> None:
    calm = dict.fromkeys(DT1, False)
    answer = decided("dt1-immediate-danger", **calm | {fact: True})
    assert answer == {"danger": True, "danger_level": "emergency", "danger_reasons": [fact]}


@pytest.mark.parametrize(
    ("facts", "danger"),
    [
        (dict.fromkeys(DT1, False), False),
        ({}, False),
        ({"danger": True}, True),
        (dict.fromkeys(DT1, False) | {"danger": True}, True),
    ],
)
def test_dt1_without_a_fact_keeps_what_was_found_before(
    facts: dict[str, object], *, danger: bool
) -> None:
    answer = decided("dt1-immediate-danger", **facts)
    assert answer["danger"] is danger
    assert answer["danger_reasons"] == []


POINTS = {
    "escalating": 3,
    "weapon_used": 4,
    "weapon_access": 3,
    "strangulation": 4,
    "threat_kill": 4,
    "forced_sex": 3,
    "beaten_pregnant": 3,
    "separating": 3,
    "controls_life": 2,
    "violent_jealousy": 2,
    "stalking": 2,
    "offender_suicide": 2,
    "believes_may_kill": 3,
    "alcohol": 1,
    "drugs": 1,
    "jobless_or_gambling": 1,
    "police_calls": 2,
    "order_breach": 4,
    "child_threat": 3,
    "other_violence": 2,
    "isolated": 1,
    "untreated_illness": 2,
}


@pytest.mark.parametrize(("fact", "points"), POINTS.items())
def test_dt2_each_factor_has_its_points(fact: str, points: int) -> None:
    answer = decided("dt2-danger-points", dv_facts=[fact])
    assert answer["dv_points"] == points
    assert answer["dv_level"] == ("yellow" if points < 4 else "orange")
    assert answer["dv_reasons"] == [fact]


@pytest.mark.parametrize(
    ("facts", "before", "points", "level"),
    [
        ([], None, 0, "yellow"),
        (["escalating"], None, 3, "yellow"),
        (["escalating", "alcohol"], None, 4, "orange"),
        (["escalating", "forced_sex", "stalking"], None, 8, "orange"),
        (["escalating", "forced_sex", "separating"], None, 9, "red"),
        (["strangulation"], None, 4, "orange"),
        (["strangulation", "order_breach"], None, 8, "red"),
        (["alcohol", "alcohol"], None, 1, "yellow"),
        (["strangulation", "weapon_used", "beaten_pregnant", "threat_kill"], None, 15, "red"),
        ([], "orange", 0, "orange"),
        (["strangulation", "weapon_used"], "yellow", 8, "red"),
        (["not_a_code"], None, 0, "yellow"),
    ],
)
def test_dt2_points_and_four_pointers_make_the_colour(
    facts: list[str], before: str | None, points: int, level: str
) -> None:
    answer = decided("dt2-danger-points", dv_facts=facts, dv_level=before)
    assert (answer["dv_points"], answer["dv_level"]) == (points, level)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({"dv_level": "red"}, "red"),
        ({"dispute_facts": ["extreme_threat"]}, "red"),
        ({"dispute_facts": ["weapon_bought"]}, "red"),
        ({"dispute_facts": ["dv_with_minor"]}, "red"),
        ({"dispute_facts": ["police_calls_3"]}, "red"),
        ({"dispute_facts": ["focus_person_conflict"]}, "red"),
        ({"dispute_facts": ["divorce_quarrel"]}, "orange"),
        ({"dispute_facts": ["dv_calls_1_2"]}, "orange"),
        ({"dispute_facts": ["deadlock"]}, "orange"),
        ({"dispute_facts": ["affair_threat"]}, "orange"),
        ({"dispute_facts": ["drinks_or_gambles"]}, "orange"),
        ({"dispute_facts": ["quarrels", "repeat_visit"]}, "orange"),
        ({"dispute_facts": ["quarrels"]}, "yellow"),
        ({"dispute_facts": []}, "yellow"),
        ({"dispute_facts": None, "dispute_level": "red"}, "red"),
        ({"dispute_facts": ["quarrels", "weapon_bought"], "dispute_level": "orange"}, "red"),
    ],
)
def test_dt3_the_highest_ground_makes_the_colour(facts: dict[str, object], level: str) -> None:
    assert decided("dt3-dispute-colour", **facts)["dispute_level"] == level


SITUATIONS = {
    "abnormal_injury": "1",
    "girl_under_14": "2",
    "girl_over_14": "3",
    "multiple_injuries": "4",
    "self_harm_or_death": "5",
    "abandoned": "6",
    "missing_or_trafficked": "7",
    "begging": "8",
    "other_harm": "9",
}


@pytest.mark.parametrize(("fact", "number"), SITUATIONS.items())
def test_dt4_each_of_the_nine_situations_is_a_report(fact: str, number: str) -> None:
    answer = decided("dt4-child-report", child_facts=[fact, "dropout"])
    assert answer["child_level"] == "report"
    assert answer["child_situations"] == [number]
    assert answer["child_reasons"] == [fact, "dropout"]


@pytest.mark.parametrize(
    ("facts", "before", "level"),
    [
        (["dropout"], None, "watch"),
        (["left_behind"], None, "watch"),
        (["witness_dv"], None, "watch"),
        (["carer_addiction"], None, "watch"),
        ([], None, "none"),
        (None, None, "none"),
        ([], "report", "report"),
        (["dropout"], "none", "watch"),
    ],
)
def test_dt4_other_facts_are_watched(
    facts: list[str] | None, before: str | None, level: str
) -> None:
    assert (
        decided("dt4-child-report", child_facts=facts, child_level=before)["child_level"] == level
    )


def test_the_codes_that_dt2_counts_are_those_of_the_form() -> None:
    form = STATION.parent / "visit" / "forms" / "grade-risk.json"
    found = {
        value["value"]
        for field in json.loads(form.read_text(encoding="utf-8"))["components"]
        if field.get("key") == "dv_facts"
        for value in field["values"]
    }
    assert found == set(POINTS)
