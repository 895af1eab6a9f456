"""The render model says all that a template needs, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine import forms
from engine.forms import FormInvalid, FormView, views
from engine.forms.description import ROW
from tests.engine.forms.station import NOW, choice, field, made, yes_no

CODES = {"towns": [choice("east"), choice("west")]}
FORM = made(
    {"type": "text", "id": "intro", "text": "先问安全", "properties": {"textEn": "Safety first"}},
    field(
        "textfield",
        "name",
        label="姓名",
        description="可填化名",
        validate={"required": True},
        properties={"class": "C2", "labelEn": "Name", "descriptionEn": "An alias will do"},
    ),
    field("textfield", "phone", kind="phone"),
    field("number", "n", default="3"),
    field("select", "town", codes="towns", default="=home"),
    yes_no("dv", class_="C4"),
    field("checkbox", "ok"),
    field("checklist", "list", options="x y"),
    field("datetime", "at", subtype="datetime", default="=now"),
    field(
        "group",
        "more",
        hide="=dv != true",
        components=[
            field(
                "textfield",
                "safe",
                requiredWhen="=dv = true",
                class_="C2",
                raisedClass="C4",
                raisedWhen="=dv = true",
            )
        ],
    ),
    field(
        "dynamiclist",
        "rows",
        minRows=2,
        maxRows=4,
        components=[field("number", "a"), field("textfield", "b", hide="=a != 1")],
    ),
    context="home",
)


def described(
    values: Mapping[str, Any] | None = None, language: str = "zh", **more: Any
) -> FormView:
    return forms.describe(FORM, language, values=values, codes=CODES, now=NOW, **more)


def part(view: FormView, key: str) -> Any:
    flat = [
        inner
        for outer in view.parts
        for inner in (outer.parts if isinstance(outer, views.Group) else (outer,))
    ]
    return next(found for found in [*flat, *view.parts] if found.key == key)


def test_words_come_in_the_asked_language() -> None:
    assert (part(described(), "name").label, part(described(), "name").hint) == ("姓名", "可填化名")
    english = described(language="en")
    assert (part(english, "name").label, part(english, "name").hint) == ("Name", "An alias will do")
    assert (part(english, "intro").type, part(english, "intro").label) == ("note", "Safety first")
    assert english.name == "Trial"


def test_a_fresh_form_is_prefilled() -> None:
    view = described(context={"home": "west"})
    assert part(view, "n").value == "3"
    assert (part(view, "at").value_date, part(view, "at").value_time) == ("2026-03-02", "09:00")
    assert [option.selected for option in part(view, "town").options] == [False, True]
    assert part(described(context={"home": "nowhere"}), "town").value == ""


def test_a_filled_form_is_not_prefilled_again() -> None:
    assert part(described({}), "n").value == ""


def test_values_stand_as_inputs_hold_them() -> None:
    values = {"name": "张", "dv": False, "ok": True, "list": ["y"], "at": NOW, "n": 5}
    for given in (values, forms.to_plain(values)):
        assert isinstance(given, Mapping)
        view = described(given)
        assert part(view, "name").value == "张"
        assert [(o.value, o.selected) for o in part(view, "dv").options] == [
            ("true", False),
            ("false", True),
        ]
        assert part(view, "ok").value is True
        assert part(view, "list").value == ("y",)
        assert [o.selected for o in part(view, "list").options] == [False, True]
        assert part(view, "at").value == "2026-03-02 09:00"
        assert part(view, "n").value == "5"


@pytest.mark.parametrize(
    ("typed", "ticked"), [(["off", "on"], True), ("yes", True), ("off", False), (None, False)]
)
def test_a_box_is_ticked_on_the_page_as_it_is_read(typed: object, ticked: bool) -> None:
    assert part(described({"ok": typed}), "ok").value is ticked


def test_hidden_and_required_follow_the_answers() -> None:
    calm, danger = described({"dv": "false"}), described({"dv": "true"})
    assert part(calm, "more").hidden
    assert part(calm, "safe").hidden
    assert not part(calm, "safe").required
    assert not part(danger, "more").hidden
    assert part(danger, "safe").required


def test_a_field_that_others_depend_on_is_live() -> None:
    view = described()
    assert part(view, "dv").live
    assert not part(view, "name").live


def test_a_field_that_may_be_raised_shows_its_higher_class() -> None:
    assert part(described(), "safe").class_ == "C4"


def test_a_refused_form_shows_what_was_typed_beside_its_errors() -> None:
    typed = {"n": "many", "at": {"date": "3-2", "time": "soon"}, "rows": [{"a": "1"}, {"a": "x"}]}
    with pytest.raises(FormInvalid) as refused:
        forms.clean(FORM, typed, context={}, codes=CODES, now=NOW)
    view = described(refused.value.typed, errors=refused.value.errors)
    assert part(view, "n").value == "many"
    assert part(view, "n").error.code == "not-a-number"
    assert (part(view, "at").value_date, part(view, "at").value_time) == ("3-2", "soon")
    assert part(view, "rows").rows[1].parts[0].error.path == "rows.1.a"
    assert [error.path for error in view.errors] == ["name", "n", "at", "rows.1.a"]


def test_rows_are_padded_and_an_empty_one_is_there_to_copy() -> None:
    rows = part(described({"rows": [{"a": "1", "b": "x"}]}), "rows")
    assert [row.path for row in rows.rows] == ["rows.0", "rows.1"]
    assert [inner.path for inner in rows.rows[0].parts] == ["rows.0.a", "rows.0.b"]
    assert not rows.rows[0].parts[1].hidden
    assert rows.rows[1].parts[1].hidden
    assert [inner.path for inner in rows.blank.parts] == [f"rows.{ROW}.a", f"rows.{ROW}.b"]
    assert rows.required


@pytest.mark.parametrize(("key", "mode"), [("phone", "tel"), ("n", "numeric"), ("name", "")])
def test_a_phone_shows_the_right_keyboard(key: str, mode: str) -> None:
    assert part(described(), key).input_mode == mode
