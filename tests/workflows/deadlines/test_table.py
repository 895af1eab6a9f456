"""The shipped table itself: complete, in both languages, law and house rules kept apart."""

from __future__ import annotations

import pytest

from tests.workflows.deadlines.moments import at
from workflows import deadlines
from workflows.deadlines.law import BasisKind

TABLE = deadlines.load_table()
CODES = [f"T{number:02}" for number in range(1, 35)] + [f"H{number:02}" for number in range(1, 22)]
#: Rows of the T series whose days are a house rule, because the law names none.
HOUSE_DAYS = {"T31", "T33"}


@pytest.mark.parametrize("code", CODES)
def test_every_code_stands_in_the_table(code: str) -> None:
    assert code in TABLE.rules


def test_nothing_else_stands_in_the_table() -> None:
    assert {code.partition(".")[0] for code in TABLE.rules} == set(CODES)


@pytest.mark.parametrize("code", sorted(TABLE.rules))
def test_a_rule_is_law_when_its_series_says_so(code: str) -> None:
    law = code.startswith("T") and code.partition(".")[0] not in HOUSE_DAYS
    rule = TABLE.rules[code]
    assert rule.locked is law
    assert rule.kind is (BasisKind.LAW if law else BasisKind.HOUSE)


@pytest.mark.parametrize("code", sorted(code for code, rule in TABLE.rules.items() if rule.period))
def test_a_rule_with_a_period_can_be_reckoned_in_every_case(code: str) -> None:
    period = TABLE.rules[code].period
    assert period is not None
    cases = [{period.by_case.parameter: case} for case in period.by_case.cases] \
        if period.by_case else [{}]  # fmt: skip
    for facts in cases:
        found = deadlines.reckon(code, start=at("2026-06-01 09:00"), parameters=facts)
        assert found.code == code
        assert found.unit_text.zh
        assert found.told_on_expiry or code.startswith(("T26", "T30"))


@pytest.mark.parametrize(("severity", "minutes"), [("I", 5), ("II", 10), ("III", 15), ("IV", 30)])
@pytest.mark.parametrize("rung", [1, 2, 3])
def test_each_rung_of_an_emergency_adds_the_same_minutes(
    severity: str, minutes: int, rung: int
) -> None:
    start = at("2026-06-01 09:00")
    found = deadlines.reckon(f"H08.{rung}", start=start, parameters={"severity": severity})
    assert (found.effective - start).total_seconds() == minutes * 60 * rung


def test_levels_of_the_ladder_stand_for_roles() -> None:
    assert TABLE.roles_told(["L3", "R09", "L2"]) == ("R07", "R09", "R05", "R06", "R08")


def test_what_has_no_number_points_to_the_house_clock() -> None:
    pointed = {code: rule.instead for code, rule in TABLE.rules.items() if rule.instead}
    assert pointed == {
        "T18": "H10", "T19": "H02", "T23": "H15", "T27": "H07", "T33.trafficking": "H02",
    }  # fmt: skip


@pytest.mark.parametrize("code", ["T01", "T04", "T16", "T19", "T21", "H10.1", "H18", "H02"])
def test_safety_petitions_and_working_days_never_roll(code: str) -> None:
    period = TABLE.rules[code].period
    assert period is None or not period.roll


@pytest.mark.parametrize(
    "code",
    ["T08", "T09", "T10", "T11", "T12", "T13.filing", "T15", "T20", "T22.decide", "T24.ordinary",
     "T25.award", "H11.3"],
)  # fmt: skip
def test_periods_of_procedure_roll(code: str) -> None:
    period = TABLE.rules[code].period
    assert period is not None
    assert period.roll


@pytest.mark.parametrize(
    ("code", "reasons"),
    [("T13.filing", {"appraisal"}), ("T07.opinion", {"hearing"}), ("T08", set()), ("H10.1", set())],
)
def test_legal_periods_pause_only_where_the_article_says_so(code: str, reasons: set[str]) -> None:
    assert TABLE.rules[code].pauses == reasons
