"""Field-level sight: only allowed classes are left, others vanish or are masked."""

from __future__ import annotations

import json

from engine import forms
from engine.forms import to_plain
from tests.engine.forms.station import ROOT, clean, examples, field, form_of, made, yes_no

FORM = made(
    field("textfield", "name", kind="person-name", class_="C2"),
    field("textfield", "phone", kind="phone", class_="C2"),
    field("textfield", "id_no", kind="id-card", class_="C3"),
    yes_no("dv_flag", class_="C4"),
    field(
        "textfield",
        "addr",
        kind="address",
        class_="C2",
        raisedClass="C4",
        raisedWhen="=dv_flag = true",
    ),
    field("textfield", "no", class_="C1"),
    field(
        "dynamiclist",
        "rows",
        components=[
            field("textfield", "who", kind="person-name", class_="C2"),
            field("number", "age"),
            field("textfield", "home", class_="C2", raisedClass="C4", raisedWhen="=age < 14"),
        ],
    ),
)
VALUES = {
    "name": "欧阳丽",
    "phone": "13812345678",
    "id_no": "11010519491231002X",
    "dv_flag": True,
    "addr": "和平路 12 号",
    "no": "A-1",
    "rows": [
        {"who": "小雨", "age": 12, "home": "东湖"},
        {"who": "周岚", "age": 40, "home": "西湖"},
    ],
}


def test_only_allowed_classes_are_left() -> None:
    assert forms.filter_by_class(FORM, VALUES, {"C1"}) == {
        "no": "A-1",
        "rows": [{"age": 12}, {"age": 40}],
    }
    assert forms.filter_by_class(FORM, VALUES, {"C2"})["name"] == "欧阳丽"
    assert forms.filter_by_class(FORM, VALUES, {"C1", "C2", "C3", "C4"}) == VALUES
    assert forms.filter_by_class(FORM, VALUES, set()) == {}


def test_a_class_is_raised_while_its_condition_holds() -> None:
    allowed = {"C1", "C2", "C3"}
    assert "addr" not in forms.filter_by_class(FORM, VALUES, allowed)
    assert (
        forms.filter_by_class(FORM, VALUES | {"dv_flag": False}, allowed)["addr"] == "和平路 12 号"
    )
    rows = forms.filter_by_class(FORM, VALUES, allowed)["rows"]
    assert rows == [{"who": "小雨", "age": 12}, {"who": "周岚", "age": 40, "home": "西湖"}]


def test_a_raised_class_counts_when_the_process_data_to_decide_it_is_missing() -> None:
    form = made(
        field("textfield", "addr", class_="C2", raisedClass="C4", raisedWhen="=protected = true"),
        context="protected",
    )
    values = {"addr": "和平路"}
    assert forms.filter_by_class(form, values, {"C2"}) == {}
    assert forms.filter_by_class(form, values, {"C2"}, context={"protected": False}) == values
    assert forms.filter_by_class(form, values, {"C2"}, context={"protected": True}) == {}


def test_a_value_of_a_field_that_the_form_no_longer_has_is_dropped() -> None:
    everything = {"C1", "C2", "C3", "C4"}
    assert forms.filter_by_class(FORM, {"old": "x", "no": "A-1"}, everything) == {"no": "A-1"}
    assert forms.mask(FORM, {"old": "x"}, everything) == {}


def test_masking_shows_that_there_is_a_value_and_hardly_more() -> None:
    masked = forms.mask(FORM, VALUES, {"C1"})
    assert masked["name"] == "欧＊＊"
    assert masked["phone"] == "138＊＊＊＊78"
    assert masked["id_no"] == "110＊＊＊＊2X"
    assert masked["addr"] == masked["dv_flag"] == "＊＊＊"
    assert masked["rows"] == [
        {"who": "小＊＊", "age": 12, "home": "＊＊＊"},
        {"who": "周＊＊", "age": 40, "home": "＊＊＊"},
    ]
    assert "phone" not in forms.mask(FORM, {"no": "A-1"}, {"C1"})


def test_stored_answers_are_judged_like_fresh_ones() -> None:
    form = form_of(ROOT / "bpmn/visit/forms/register-visit.json")
    example = examples()["visit", "register-visit"]["passes"]
    fresh = clean(form, {**example, "birth_date": "2014-05-03", "age": ""}).values
    stored = json.loads(json.dumps(to_plain(fresh)))
    for values in (fresh, stored):
        seen = forms.filter_by_class(form, values, {"C1", "C2"})
        # Eleven years old at the visit: her name and birth date are sensitive.
        assert "birth_date" not in seen
        assert "name" not in seen
        assert "sex" in seen
    grown = clean(form, {**example, "birth_date": "1992-05-03"}).values
    assert "birth_date" in forms.filter_by_class(form, grown, {"C2"})


def test_the_home_of_a_victim_of_violence_is_seen_by_very_few() -> None:
    form = form_of(ROOT / "bpmn/visit/forms/register-visit.json")
    values = {
        "dv_flag": True,
        "addr": "和平路 12 号",
        "hukou_addr": "东湖村",
        "safe_contact": "妹妹",
    }
    assert forms.filter_by_class(form, values, {"C1", "C2", "C3"}) == {}
