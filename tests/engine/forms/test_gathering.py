"""The browser's flat pairs become nested answers, without judging them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.forms import gather
from tests.engine.forms.station import field, made

FORM = made(
    field("textfield", "name"),
    field("checklist", "papers", options="x y"),
    field("datetime", "at", subtype="datetime"),
    field("checkbox", "ok"),
    field(
        "dynamiclist",
        "rows",
        maxRows=5,
        components=[
            field("textfield", "a"),
            field("checklist", "c", options="x y"),
            field("datetime", "at", subtype="datetime"),
        ],
    ),
)


def test_names_with_dots_become_rows_and_halves() -> None:
    pairs = [
        ("_token", "s"),
        ("name", "张丽"),
        ("papers", "x"),
        ("papers", "y"),
        ("ok", "off"),
        ("ok", "on"),
        ("at.date", "3-2"),
        ("at.time", "9:10"),
        ("rows.1.a", "two"),
        ("rows.0.a", "one"),
        ("rows.0.c", "x"),
        ("rows.0.at.date", "3-2"),
    ]
    assert gather(FORM, pairs) == {
        "name": "张丽",
        "papers": ["x", "y"],
        "ok": "on",
        "at": {"date": "3-2", "time": "9:10"},
        "rows": [{"a": "one", "c": ["x"], "at": {"date": "3-2"}}, {"a": "two"}],
    }


def test_a_row_taken_away_in_the_browser_leaves_its_number_empty() -> None:
    assert gather(FORM, [("rows.2.a", "x")]) == {"rows": [{}, {}, {"a": "x"}]}


def test_names_that_the_form_does_not_have_stay_to_be_refused() -> None:
    pairs = [
        ("name.date", "x"),
        ("rows.x.a", "y"),
        ("rows.99.a", "z"),
        ("zzz", "1"),
        ("rows.0.zzz", "2"),
    ]
    assert gather(FORM, pairs) == {
        "name.date": "x",
        "rows.x.a": "y",
        "rows.99.a": "z",
        "zzz": "1",
        "rows": [{"zzz": "2"}],
    }


@given(
    st.lists(st.tuples(st.text("rows.a0129_nme²", max_size=15), st.text(max_size=5)), max_size=20)
)
def test_no_names_break_gathering(pairs: list[tuple[str, str]]) -> None:
    assert isinstance(gather(FORM, pairs), dict)
