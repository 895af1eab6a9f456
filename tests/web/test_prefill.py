"""A fresh form starts with what is known; safety is always asked anew."""

from __future__ import annotations

import pytest

from tests.databases import ROOT
from web.tasks.filling import edited
from web.tasks.prefill import AGAIN, FROM_CASE, FROM_FACTS, IMPLIED, ROWS_FROM_CASE, known_values

SEARCHED = {"search-person": {"name": "张芳", "phone": "13800001111", "id_no": ""}}


def known(form: str, **given: object) -> dict[str, object]:
    parts = {"defaults": {}, "facts": {}, "same": None, "others": {}, **given}
    return known_values(form, **parts)  # type: ignore[arg-type]


def test_the_registration_takes_over_what_was_searched() -> None:
    found = known("register-visit", others=SEARCHED)
    assert found == {"name": "张芳", "phone": "13800001111"}


def test_process_data_speaks_before_the_default() -> None:
    found = known(
        "register-visit", defaults={"arrived_at": "now", "visitor_count": "1"},
        facts={"arrived_at": "2026-03-01T01:00:00+00:00", "channel": "letter"},
    )  # fmt: skip
    assert found["arrived_at"] == "2026-03-01T01:00:00+00:00"
    assert found["channel"] == "letter"
    assert found["visitor_count"] == "1"


def test_a_document_number_implies_its_kind() -> None:
    others = {"search-person": {"id_no": "110101199003077774"}}
    assert known("register-visit", others=others)["id_type"] == "id-card"


def test_the_same_form_goes_on_from_what_it_said() -> None:
    same = {"risk_level": "orange", "dv_facts": ["stalking"]}
    assert known("grade-risk", same=same) == same


@pytest.mark.parametrize(
    "form",
    ["screen-safety", "check-safety-before-session", "hold-session", "send-follow-up-report"],
)
def test_a_safety_check_or_a_record_of_a_moment_starts_empty(form: str) -> None:
    assert known(form, same={"violence_now": False, "session_result": "failure"}) == {}


def test_rows_of_an_application_come_from_the_registration() -> None:
    others = {"register-visit": {"name": "张芳", "age": 34, "respondent_name": "李强"}}
    found = known("apply-mediation", others=others)
    assert found["applicants"] == [{"name": "张芳", "age": 34}]
    assert found["respondents"] == [{"name": "李强"}]


def test_every_form_named_here_exists_with_its_keys() -> None:
    import json

    texts = {path.stem: path.read_text() for path in (ROOT / "bpmn").glob("*/forms/*.json")}
    named = {*FROM_CASE, *ROWS_FROM_CASE, *FROM_FACTS, *IMPLIED, *AGAIN}
    assert named <= set(texts)
    for table in (FROM_CASE, ROWS_FROM_CASE, FROM_FACTS):
        for form, keys in table.items():
            for key in keys:
                assert f'"{key}"' in texts[form], (form, key)
    for form, keys in FROM_CASE.items():
        assert json.loads(texts[form])["id"] == form
        for places in keys.values():
            assert all(f'"key": "{key}"' in texts[place] for place, key in places), form


@pytest.mark.parametrize(
    ("button", "rows"),
    [
        ({"add": "claims"}, [{"claim": "甲"}, {"claim": "乙"}, {}]),
        ({"remove": "claims.0"}, [{"claim": "乙"}]),
        ({"remove": "claims.7"}, [{"claim": "甲"}, {"claim": "乙"}]),
        ({}, [{"claim": "甲"}, {"claim": "乙"}]),
    ],
)
def test_a_button_changes_the_rows_and_nothing_else(
    button: dict[str, str], rows: list[dict[str, str]]
) -> None:
    typed = {"claims": [{"claim": "甲"}, {"claim": "乙"}], "facts": "丙"}
    found = edited(dict(typed), **button)
    assert found.values == {"claims": rows, "facts": "丙"}


def test_an_empty_list_gets_its_second_row_because_the_page_shows_one() -> None:
    assert edited({}, add="claims").values == {"claims": [{}, {}]}
