"""A submission becomes clean values, or every field that does not hold is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from engine import forms
from engine.errors import Invalid
from engine.forms import CodeListMissing, Form, FormInvalid
from tests.engine.forms.station import NOW, choice, field, made, yes_no

CODES = {"towns": [choice("east"), choice("west")]}


def clean(form: Form, answers: Mapping[str, Any], **context: object) -> forms.Cleaned:
    return forms.clean(form, answers, context=context, codes=CODES, now=NOW)


def errors(form: Form, answers: Mapping[str, Any], **context: object) -> list[tuple[str, str]]:
    with pytest.raises(FormInvalid) as refused:
        clean(form, answers, **context)
    return [(error.path, error.code) for error in refused.value.errors]


@pytest.mark.parametrize(
    ("component", "typed", "kept"),
    [
        (field("textfield", "f"), " 张\u3000", "张"),
        (field("textarea", "f"), "一\r\n二", "一\n二"),
        (field("textfield", "f", kind="phone"), "138 1234 5678", "13812345678"),
        (field("textfield", "f", kind="id-card"), "11010519491231002x", "11010519491231002X"),
        (field("textfield", "f", kind="person-name"), "阿依•古丽", "阿依·古丽"),
        (field("textfield", "f", kind="person-name"), "龘𬬭", "龘𬬭"),
        (field("textfield", "f", kind="code"), "ＤＨ－１", "DH-1"),
        (field("textfield", "f", kind="code:towns"), "ｅａｓｔ", "east"),
        (field("number", "f"), "１２", 12),
        (field("number", "f", kind="money", decimalDigits=2), "6万", Decimal("60000.00")),
        (field("select", "f", options="x y"), "y", "y"),
        (field("select", "f", codes="towns"), "west", "west"),
        (field("radio", "f", options="x y"), ["x"], "x"),
        (yes_no("f"), "false", False),
        (field("checkbox", "f"), "on", True),
        (field("checkbox", "f"), ["off", "on"], True),
        (field("checklist", "f", options="x y z"), ["z", "x", "z"], ["x", "z"]),
        (field("checklist", "f", codes="towns"), "west", ["west"]),
        (field("datetime", "f", subtype="date"), "3-2", date(2026, 3, 2)),
        (field("datetime", "f", subtype="time"), "9点半", time(9, 30)),
        (
            field("datetime", "f", subtype="datetime"),
            {"date": "2026年3月2日", "time": "9:10"},
            datetime(2026, 3, 2, 1, 10, tzinfo=UTC),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_kind_of_answer_is_kept_in_one_form(component: Any, typed: Any, kept: Any) -> None:
    values = clean(made(component), {"f": typed}).values
    assert values == {"f": kept}
    assert type(values["f"]) is type(kept)


@pytest.mark.parametrize(
    ("component", "typed", "code"),
    [
        (field("textfield", "f", validate={"maxLength": 3}), "一二三四", "too-long"),
        (field("textfield", "f", validate={"minLength": 3}), "一二", "too-short"),
        (field("textfield", "f", validate={"pattern": "[a-z]+"}), "ab1", "bad-format"),
        (field("textfield", "f", validate={"pattern": "(a+)+b"}), "a" * 190, "bad-format"),
        (field("textfield", "f"), "a\x00", "control-character"),
        (field("textfield", "f"), 5, "not-text"),
        (field("textfield", "f", kind="person-name"), "123", "bad-name"),
        (field("textfield", "f", kind="code:towns"), "north", "not-in-list"),
        (field("number", "f"), "many", "not-a-number"),
        (field("number", "f"), "1.5", "too-many-decimals"),
        (field("number", "f", validate={"min": 2}), "1", "too-small"),
        (field("number", "f", validate={"max": 2}), "3", "too-large"),
        (field("select", "f", options="x y"), "z", "not-in-list"),
        (field("select", "f", options="x y"), 1, "not-in-list"),
        (yes_no("f"), "maybe", "not-yes-or-no"),
        (field("checklist", "f", options="x y"), ["x", "z"], "not-in-list"),
        (field("checklist", "f", options="x y"), {"x": "y"}, "not-in-list"),
        (field("datetime", "f", subtype="date"), "2026-02-30", "not-a-date"),
        (field("datetime", "f", subtype="time"), "25:00", "not-a-time"),
        (field("datetime", "f", subtype="datetime"), {"date": "2026-03-02"}, "not-a-time"),
        (field("dynamiclist", "f", components=[field("textfield", "a")]), "x", "not-rows"),
        (field("dynamiclist", "f", components=[field("textfield", "a")]), ["x"], "not-rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_answer_that_is_no_value_of_its_field_is_refused(
    component: Any, typed: Any, code: str
) -> None:
    assert errors(made(component), {"f": typed}) == [("f", code)]


@pytest.mark.parametrize(
    ("component", "typed"),
    [
        (field("textfield", "f", validate={"required": True}), "\u3000"),
        (field("checkbox", "f", validate={"required": True}), "off"),
        (field("checklist", "f", options="x", validate={"required": True}), []),
        (yes_no("f", validate={"required": True}), ""),
        (
            field("datetime", "f", subtype="datetime", validate={"required": True}),
            {"date": "", "time": " "},
        ),
        (field("dynamiclist", "f", minRows=1, components=[field("textfield", "a")]), [{"a": ""}]),
    ],
    ids=["text", "checkbox", "checklist", "question", "instant", "list"],
)
def test_an_empty_answer_does_not_satisfy_required(component: Any, typed: Any) -> None:
    assert errors(made(component), {"f": typed}) == [("f", "required")]
    assert errors(made(component), {}) == [("f", "required")]


def test_a_no_satisfies_a_required_question() -> None:
    assert clean(made(yes_no("f", validate={"required": True})), {"f": "false"}).values == {
        "f": False
    }


def test_all_errors_come_at_once_in_the_order_of_the_page_with_what_was_typed() -> None:
    form = made(
        field("textfield", "last", hide='=first = "hide"', validate={"required": True}),
        field("number", "number"),
        field("textfield", "first"),
        field("dynamiclist", "rows", components=[field("number", "n"), field("number", "m")]),
    )
    typed = {"number": "x", "zzz": "1", "rows": [{"n": "1"}, {"m": "x", "n": "x"}]}
    with pytest.raises(FormInvalid) as refused:
        clean(form, typed)
    assert [error.path for error in refused.value.errors] == [
        "last",
        "number",
        "rows.1.n",
        "rows.1.m",
        "zzz",
    ]
    assert refused.value.typed == typed
    assert isinstance(refused.value, Invalid)
    assert "last required" in str(refused.value)


def test_the_sentence_of_a_refusal_never_repeats_what_was_typed() -> None:
    with pytest.raises(FormInvalid) as refused:
        clean(made(field("number", "f")), {"f": "孙女士的秘密"})
    assert "秘密" not in str(refused.value)


DEPENDENT = made(
    field("radio", "route", options="mediate refuse", process=True),
    field(
        "group",
        "refusal",
        hide='=route != "refuse"',
        components=[
            field(
                "select",
                "reason",
                options="late wrong",
                process=True,
                requiredWhen='=route = "refuse"',
            ),
            field("checkbox", "told", process=True),
            field("checklist", "papers", options="p q", process=True),
            field("textfield", "note", hide='=reason != "wrong"', class_="C3"),
        ],
    ),
)


def test_a_hidden_field_is_dropped_and_its_process_key_is_emptied() -> None:
    sent = {"route": "mediate", "reason": "late", "told": "on", "papers": ["p"], "note": "x"}
    cleaned = clean(DEPENDENT, sent)
    assert cleaned.values == {"route": "mediate"}
    assert cleaned.hidden == {"reason", "told", "papers", "note"}
    assert cleaned.process_values == {
        "route": "mediate",
        "reason": None,
        "told": False,
        "papers": [],
    }


def test_a_condition_sees_a_hidden_field_as_unanswered() -> None:
    cleaned = clean(DEPENDENT, {"route": "refuse", "reason": "late", "note": "x"})
    assert cleaned.values == {"route": "refuse", "reason": "late", "told": False}
    assert (
        clean(DEPENDENT, {"route": "refuse", "reason": "wrong", "note": "x"}).values["note"] == "x"
    )


def test_a_condition_may_look_at_a_field_further_down_the_page() -> None:
    form = made(field("textfield", "above", hide='=below = "x"'), field("textfield", "below"))
    assert clean(form, {"above": "a", "below": "x"}).values == {"below": "x"}
    assert list(clean(form, {"above": "a", "below": "y"}).values) == ["above", "below"]


def test_a_field_is_required_when_its_condition_says_so() -> None:
    assert errors(DEPENDENT, {"route": "refuse"}) == [("reason", "required")]


def test_conditions_read_only_declared_process_data() -> None:
    form = made(
        field("textfield", "reason", requiredWhen='=suggested = "red" and level != "red"'),
        field("select", "level", options="red yellow"),
        context="suggested",
    )
    assert errors(form, {"level": "yellow"}, suggested="red", secret=1) == [("reason", "required")]
    assert clean(form, {"level": "yellow"}).values == {"level": "yellow"}
    assert clean(form, {"level": "red"}, suggested="red").values == {"level": "red"}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"at": "2026-03-02 9:01"}, ("at", "not-after")),
        ({"day": "2026-03-03"}, ("day", "not-after")),
        ({"at": "8:00", "until": "7:59"}, ("until", "not-before")),
        ({"asked": "2026-03-07"}, ("asked", "not-after")),
        ({"asked_at": "2026-03-06 23:59"}, ("asked_at", "not-after")),
    ],
    ids=["instant", "today", "another answer", "process date", "process instant"],
)
def test_bounds_of_time_hold(answer: dict[str, str], code: tuple[str, str]) -> None:
    assert errors(TIMES, answer, due_on="2026-03-06", due_at="2026-03-06T15:00:00+00:00") == [code]


TIMES = made(
    field("datetime", "at", subtype="datetime", notAfter="=now"),
    field("datetime", "day", subtype="date", notAfter="=today"),
    field("datetime", "until", subtype="datetime", notBefore="=at"),
    field("datetime", "asked", subtype="date", notAfter="=due_on"),
    field("datetime", "asked_at", subtype="datetime", notAfter="=due_at"),
    context="due_on due_at",
)


@pytest.mark.parametrize(
    "answer",
    [
        {"at": "2026-03-02 9:00", "day": "2026-03-02", "until": "9:00"},
        {"until": "1999-01-01 0:00"},
        {"asked": "2026-03-06", "asked_at": "2026-03-06 23:00"},
    ],
    ids=["on the bound", "without a bound", "the whole due day"],
)
def test_the_bound_itself_is_allowed(answer: dict[str, str]) -> None:
    assert clean(TIMES, answer, due_on="2026-03-06", due_at="2026-03-06T15:00:00+00:00").values


def test_a_rule_refuses_with_its_words() -> None:
    form = made(
        field(
            "radio",
            "route",
            options="mediate petition",
            refuseWhen='=route = "mediate" and n > 2',
            refuseText="不能调解",
            refuseTextEn="Not mediable",
        ),
        field("number", "n"),
    )
    with pytest.raises(FormInvalid) as refused:
        clean(form, {"route": "mediate", "n": "3"})
    (error,) = refused.value.errors
    assert (error.code, error.fields) == (
        "refused-by-rule",
        {"text": "不能调解", "text_en": "Not mediable"},
    )
    assert clean(form, {"route": "mediate", "n": "2"}).values
    # A rule that cannot be asked, because a field could not be read, does not speak.
    assert errors(form, {"route": "mediate", "n": "x"}) == [("n", "not-a-number")]


ROWS = made(
    field("textfield", "boss"),
    field(
        "dynamiclist",
        "terms",
        maxRows=3,
        components=[
            field("select", "manner", options="cash monthly", validate={"required": True}),
            field("number", "amount", requiredWhen='=manner = "cash"'),
            field("textfield", "note", hide="=boss = null"),
        ],
    ),
)


def test_rows_keep_their_order_and_empty_ones_vanish() -> None:
    rows = [{"manner": "monthly"}, {"manner": "", "amount": " "}, {"manner": "cash", "amount": "5"}]
    assert clean(ROWS, {"terms": rows}).values == {
        "terms": [{"manner": "monthly"}, {"manner": "cash", "amount": 5}]
    }


def test_an_error_in_a_row_is_told_with_the_number_that_the_row_has_on_the_page() -> None:
    rows = [{"manner": "monthly"}, {}, {"manner": "cash"}]
    assert errors(ROWS, {"terms": rows}) == [("terms.2.amount", "required")]


def test_a_row_sees_its_own_answers_before_those_of_the_form() -> None:
    form = made(
        field("select", "kind", options="x y"),
        field(
            "dynamiclist",
            "rows",
            components=[
                field("select", "kind", options="x y"),
                field("textfield", "f", hide='=kind = "x"'),
            ],
        ),
    )
    sent = {"kind": "y", "rows": [{"kind": "x", "f": "1"}, {"f": "2"}]}
    cleaned = clean(form, sent)
    assert cleaned.values["rows"] == [{"kind": "x"}, {"f": "2"}]
    assert cleaned.hidden == {"rows.0.f"}


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"terms": [{"manner": "monthly"}] * 4}, ("terms", "too-many-rows")),
        ({"terms": [{"manner": "monthly", "id": "1"}]}, ("terms.0.id", "unknown-field")),
        ({"boss": "x", "is_admin": "true"}, ("is_admin", "unknown-field")),
        ({"terms.0.manner": "cash"}, ("terms.0.manner", "unknown-field")),
    ],
)
def test_what_the_form_does_not_have_never_passes(sent: Any, error: tuple[str, str]) -> None:
    assert errors(ROWS, sent) == [error]


def test_a_list_may_ask_for_a_number_of_rows() -> None:
    form = made(field("dynamiclist", "r", minRows=2, components=[field("textfield", "a")]))
    assert errors(form, {"r": [{"a": "1"}]}) == [("r", "too-few-rows")]


def test_an_identity_number_fills_and_checks_other_fields() -> None:
    form = made(
        field("textfield", "id_no", kind="id-card", suggestSex="sex", suggestBirthDate="born"),
        field("radio", "sex", options="female male"),
        field("datetime", "born", subtype="date"),
    )
    alone = clean(form, {"id_no": "11010519491231002X"})
    assert alone.suggestions == {"sex": "female", "born": date(1949, 12, 31)}
    assert alone.values == {"id_no": "11010519491231002X"}
    other = clean(form, {"id_no": "11010519491231002X", "sex": "male", "born": "1949-12-31"})
    assert other.suggestions == {}
    assert [(w.path, w.code, w.fields["key"]) for w in other.warnings] == [
        ("id_no", "id-card-differs", "sex")
    ]


def test_process_data_is_plain() -> None:
    form = made(
        field("number", "n", process=True),
        field("datetime", "at", subtype="datetime", process=True),
        field("datetime", "day", subtype="date", process=True),
        field("checklist", "list", options="x y", process=True),
        field("textfield", "no", kind="code", validate={"maxLength": 40}, process=True),
        field("textfield", "secret", class_="C4"),
    )
    sent = {"n": "3", "at": "9:10", "day": "3-2", "list": ["y"], "no": "A-1", "secret": "x"}
    assert clean(form, sent).process_values == {
        "n": 3,
        "at": "2026-03-02T01:10:00+00:00",
        "day": "2026-03-02",
        "list": ["y"],
        "no": "A-1",
    }


def test_a_code_list_that_was_not_brought_is_the_callers_error() -> None:
    form = made(field("select", "f", codes="villages"))
    with pytest.raises(CodeListMissing):
        clean(form, {"f": "x"})


def test_a_live_page_learns_what_is_hidden_and_required_from_half_an_answer() -> None:
    seen = forms.visible(
        DEPENDENT, {"route": "refuse", "reason": "nonsense"}, context={}, codes=CODES, now=NOW
    )
    assert seen.hidden == {"note"}
    assert seen.required == {"reason"}
    in_rows = forms.visible(
        ROWS, {"terms": [{"manner": "cash"}, {"amount": "x"}]}, context={}, codes=CODES, now=NOW
    )
    assert in_rows.required == {"terms.0.manner", "terms.0.amount", "terms.1.manner"}
    assert in_rows.hidden == {"terms.0.note", "terms.1.note"}
