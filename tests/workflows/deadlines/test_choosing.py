from __future__ import annotations

from decimal import Decimal

import pytest

from engine.calendars import Unit
from tests.workflows.deadlines.moments import at, shown
from workflows import deadlines
from workflows.deadlines import HouseChange
from workflows.deadlines.choosing import choose_rule, known_facts, terms_of

TABLE = deadlines.load_table()

CHOSEN = [
    ("T08", {}, "T08"),
    ("T14", {}, "T14.ordinary"),
    ("T14", {"urgent": True}, "T14.urgent"),
    ("T14", {"urgent": "true"}, "T14.urgent"),
    ("T14", {"urgent": False}, "T14.ordinary"),
    ("T24", {"urgent": True}, "T24.urgent"),
    ("T22", {}, "T22.decide"),
    ("H03", {"channel": "12345"}, "H03.order"),
    ("H03", {"channel": "walk-in"}, "H03.walk-in"),
    ("H03", {}, "H03.walk-in"),
    ("H04", {"class": "complex"}, "H04.complex"),
    ("H05", {}, "H05.1"),
    ("H05.2", {}, "H05.2"),
    ("H20", {"colour": "orange"}, "H20.orange"),
    ("T17", {}, "T17"),
    ("T17.verify", {}, "T17.verify"),
]


@pytest.mark.parametrize(("code", "facts", "rule"), CHOSEN)
def test_facts_choose_the_part(code: str, facts: dict[str, object], rule: str) -> None:
    assert choose_rule(TABLE, code, facts).code == rule


@pytest.mark.parametrize("code", ["T99", "T08.nothing", "", "t08", "H08.4"])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(deadlines.UnknownDeadline):
        deadlines.reckon(code, start=at("2026-06-01"))


@pytest.mark.parametrize("code", ["T13", "T25", "H07", "H10", "H04", "H20"])
def test_a_code_whose_part_nothing_chooses_names_its_parts(code: str) -> None:
    with pytest.raises(deadlines.PartNeeded, match=f"{code}[.]"):
        deadlines.reckon(code, start=at("2026-06-01"))


@pytest.mark.parametrize(
    ("code", "hint"),
    [("T19", "H02"), ("T23", "H15"), ("H13", "visit"), ("H14", "no period"), ("T30", "at once"),
     ("H21", "no period")],
)  # fmt: skip
def test_what_has_no_number_cannot_be_reckoned(code: str, hint: str) -> None:
    with pytest.raises(deadlines.Unnumbered, match=hint):
        deadlines.reckon(code, start=at("2026-06-01"))


@pytest.mark.parametrize(
    ("code", "facts"),
    [("H08.1", {}), ("H08.1", {"severity": "V"}), ("H07.follow", {"severity": "IV"}),
     ("T16", {"months": 7}), ("T16", {"months": "some"}), ("T16", {"months": 0})],
)  # fmt: skip
def test_a_length_needs_its_fact(code: str, facts: dict[str, object]) -> None:
    with pytest.raises(deadlines.FactNeeded):
        deadlines.reckon(code, start=at("2026-06-01"), parameters=facts)


@pytest.mark.parametrize("months", [3, "3", Decimal(3)])
def test_a_court_may_order_fewer_months(months: object) -> None:
    found = deadlines.reckon("T16", start=at("2026-05-04"), parameters={"months": months})
    assert shown(found.effective) == "2026-08-04"


def test_a_station_may_change_a_house_rule() -> None:
    changes = {"H05.1": HouseChange(length=2, warnings=("50%",))}
    found = deadlines.reckon("H05", start=at("2026-08-05 11:00"), overrides=changes)
    assert shown(found.effective) == "2026-08-07"
    assert len(found.warnings) == 1
    assert found.unit_text.zh == "2 个工作日"


def test_a_station_may_change_one_case_of_a_house_rule() -> None:
    changes = {"H08.1": HouseChange(lengths={"IV": 20})}
    start = at("2026-08-05 11:00")
    fourth = deadlines.reckon("H08", start=start, parameters={"severity": "IV"}, overrides=changes)
    first = deadlines.reckon("H08", start=start, parameters={"severity": "I"}, overrides=changes)
    assert shown(fourth.effective) == "2026-08-05 11:20"
    assert shown(first.effective) == "2026-08-05 11:05"


def test_a_station_may_not_change_what_is_law() -> None:
    with pytest.raises(deadlines.LawIsLocked, match="T08"):
        deadlines.reckon("T08", start=at("2026-04-01"), overrides={"T08": HouseChange(length=2)})


def test_a_station_may_be_warned_of_the_law_when_it_likes() -> None:
    changes = {"T08": HouseChange(warnings=("T-10",))}
    found = deadlines.reckon("T08", start=at("2026-04-01"), overrides=changes)
    assert [shown(one)[:10] for one in found.warnings] == ["2026-04-21"]


def test_an_empty_list_silences_warnings() -> None:
    terms = terms_of(TABLE.rules["H09"], {}, {"H09": HouseChange(warnings=())})
    assert terms.points == ()
    assert terms.span.unit is Unit.WORKING_DAYS


@pytest.mark.parametrize(
    ("code", "facts"),
    [("T08", set()), ("T14", {"urgent"}), ("H08.1", {"severity"}), ("T16", {"months"})],
)
def test_a_code_says_which_facts_it_looks_at(code: str, facts: set[str]) -> None:
    assert known_facts(TABLE, code) == facts
