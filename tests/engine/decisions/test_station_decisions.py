"""DT1 to DT7 as the station's rules say them, row by row, and with the facts of the stories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import feel
from tests.engine.decisions.models import STATION, station

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


def decided(name: str, **facts: object) -> dict[str, object]:
    value = station(name).decide(name, facts)
    shown = feel.to_json(value)
    assert isinstance(shown, dict)
    return shown


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


@pytest.mark.parametrize(
    ("facts", "outcome", "reasons"),
    [
        ({}, "mediable", []),
        ({"crime_suspected": True}, "not_mediable", ["crime_suspected"]),
        ({"serious_dv": True}, "not_mediable", ["serious_dv"]),
        ({"danger": True}, "not_mediable", ["danger_or_red"]),
        ({"dv_level": "red"}, "not_mediable", ["danger_or_red"]),
        ({"risk_level": "red"}, "not_mediable", ["danger_or_red"]),
        ({"child_level": "report"}, "not_mediable", ["child_report"]),
        ({"mandatory_report": True}, "not_mediable", ["child_report"]),
        ({"reserved_authority": True}, "not_mediable", ["reserved_or_pending"]),
        ({"case_pending": True}, "not_mediable", ["reserved_or_pending"]),
        ({"administrative_dispute": True}, "not_mediable", ["administrative_or_fraud"]),
        ({"fraud_suspected": True}, "not_mediable", ["administrative_or_fraud"]),
        ({"refusal_clear": True}, "not_mediable", ["refused"]),
        ({"incapable_party": True}, "until_representative", ["no_representative"]),
        ({"incapable_party": True, "representative_present": True}, "mediable", []),
        ({"dv_history_level": "orange"}, "with_conditions", ["dv_history"]),
        ({"dv_history_level": "minor_settled"}, "with_conditions", ["dv_history"]),
        ({"dv_history_level": "none"}, "mediable", []),
        ({"former_end_reason": "terminated_risk"}, "with_conditions", ["former_risk"]),
        ({"former_end_reason": "success_oral"}, "mediable", []),
        (
            {"incapable_party": True, "refusal_clear": True},
            "not_mediable",
            ["refused", "no_representative"],
        ),
    ],
)
def test_dt5_the_first_obstacle_decides(
    facts: dict[str, object], outcome: str, reasons: list[str]
) -> None:
    answer = decided("dt5-mediable", **facts)
    assert answer["suggested_mediability"] == outcome
    assert answer["mediability_reasons"] == reasons
    assert answer["mediability_approver"] == ("R06" if outcome == "with_conditions" else None)
    assert answer["emergency_needed"] is ("danger_or_red" in reasons)


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        ({"dead": 1}, "I"),
        ({"seriously_injured": 3}, "I"),
        ({"hostage_fire_explosion": True}, "I"),
        ({"people": 1000}, "I"),
        ({"seriously_injured": 2}, "II"),
        ({"sexual_assault": True}, "II"),
        ({"armed_threat": True}, "II"),
        ({"weapon": True}, "II"),
        ({"suicide_act": True}, "II"),
        ({"child_abducted": True}, "II"),
        ({"people": 999}, "II"),
        ({"people": 50}, "II"),
        ({"slightly_injured": 1}, "III"),
        ({"order_breach": True}, "III"),
        ({"threat_to_kill": True}, "III"),
        ({"child_abandoned": True}, "III"),
        ({"violence_now": True}, "III"),
        ({"people": 5, "crowd_tense": True}, "III"),
        ({"people": 49, "crowd_tense": True}, "III"),
        ({"people": 49, "crowd_tense": False}, "IV"),
        ({"people": 4, "crowd_tense": True}, "IV"),
        ({"suicide_threat": True}, "IV"),
        ({"contained": True}, "IV"),
        ({}, "IV"),
        ({"slightly_injured": 1, "dead": 1}, "I"),
        ({"suggested_severity": "II"}, "II"),
        ({"suggested_severity": "III", "dead": 2}, "I"),
    ],
)
def test_dt6_the_highest_ground_makes_the_severity(facts: dict[str, object], severity: str) -> None:
    assert decided("dt6-incident-severity", **facts)["suggested_severity"] == severity


NOTICES = {
    "I": [
        "police",
        "ambulance",
        "civil-affairs",
        "womens-federation",
        "centre-duty",
        "village",
        "county-leaders",
        "station",
    ],
    "II": ["police", "ambulance", "civil-affairs", "womens-federation", "centre-duty"],
    "III": ["police", "civil-affairs", "womens-federation", "village"],
    "IV": ["station", "village", "police"],
}


@pytest.mark.parametrize(("severity", "departments"), NOTICES.items())
def test_dt6_the_confirmed_grade_says_who_is_notified(
    severity: str, departments: list[str]
) -> None:
    answer = decided("dt6-incident-severity", severity=severity, dead=1)
    assert answer["notify_departments"] == departments
    assert answer["suggested_severity"] == "I"


@pytest.mark.parametrize(
    ("people", "scale"), [(None, "01"), (4, "01"), (5, "02"), (29, "02"), (30, "03")]
)
def test_dt6_the_scale_follows_the_people(people: int | None, scale: str) -> None:
    assert decided("dt6-incident-severity", people=people)["event_scale"] == scale


@pytest.mark.parametrize(
    ("facts", "lead", "others"),
    [
        ({"dv_flag": True, "category_d": "F12"}, "police", []),
        ({"category_d": "F11"}, "police", []),
        ({"category_d": "F24"}, "police", []),
        ({"category_d": "F51"}, "police", []),
        ({"category_d": "F23"}, "police", []),
        ({"category_d": "F53"}, "civil-affairs", []),
        ({"category_d": "F9"}, "civil-affairs", []),
        ({"competence": "shelter"}, "civil-affairs", []),
        ({"category_d": "F52"}, "education", []),
        ({"category_d": "F54"}, "education", []),
        ({"category_d": "F42"}, "human-resources", ["trade-union", "womens-federation"]),
        ({"category_d": "F33"}, "town", ["agriculture"]),
        ({"category_d": "F31"}, "mediation-committee", ["justice"]),
        ({"category_a": "0101"}, "mediation-committee", ["justice"]),
        ({"category_a": "0701"}, "human-resources", ["trade-union", "womens-federation"]),
        ({"category_a": "1102"}, "town", ["agriculture"]),
        ({"competence": "legal-aid"}, "legal-aid", []),
        ({"competence": "protection-order", "dv_flag": True}, "court", []),
        ({"category_d": "F22"}, "police", ["human-resources"]),
        ({"competence": "public-interest"}, "procuratorate", []),
        ({"category_d": "F8"}, None, []),
        ({}, None, []),
        ({"category_a": "08"}, None, []),
        ({"competence": "unheard-of"}, None, []),
    ],
)
def test_dt7_the_competence_says_who_leads(
    facts: dict[str, object], lead: str | None, others: list[str]
) -> None:
    answer = decided("dt7-lead-department", **facts)
    assert (answer["suggested_department"], answer["suggested_co_departments"]) == (lead, others)


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
    assert graded["notify_departments"] == NOTICES["II"]
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


def test_the_codes_that_dt2_counts_are_those_of_the_form() -> None:
    form = STATION.parent / "visit" / "forms" / "grade-risk.json"
    found = {
        value["value"]
        for field in json.loads(form.read_text(encoding="utf-8"))["components"]
        if field.get("key") == "dv_facts"
        for value in field["values"]
    }
    assert found == set(POINTS)
