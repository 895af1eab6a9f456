"""DT5 to DT7, mediability, severity and lead department, row by row as the rules say them."""

from __future__ import annotations

import pytest

from tests.engine.decisions.models import decided


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
