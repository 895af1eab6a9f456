from __future__ import annotations

import pytest

from engine.calendars import Pause
from tests.workflows.deadlines.moments import at, shown
from workflows import deadlines

TABLE = deadlines.load_table()


def refusal(code: str, days: int, granted: list[int], asked: str) -> str:
    found = deadlines.reckon(code, start=at("2026-04-01 10:00"))
    with pytest.raises(deadlines.ExtensionRefused) as caught:
        deadlines.check_extension(
            TABLE.rules[found.code], TABLE, days=days, granted=granted, asked_at=at(asked),
            expires=found.expires,
        )  # fmt: skip
    return str(caught.value)


@pytest.mark.parametrize(
    ("days", "granted", "asked"),
    [(30, [], "2026-04-24 09:00"), (1, [30], "2026-04-24 09:00"), (30, [], "2026-05-06 23:59:59")],
)
def test_a_mediation_may_be_extended_twice_by_thirty_days(
    days: int, granted: list[int], asked: str
) -> None:
    found = deadlines.reckon("T08", start=at("2026-04-01 10:00"))
    allowed = deadlines.check_extension(
        TABLE.rules["T08"], TABLE, days=days, granted=granted, asked_at=at(asked),
        expires=found.expires,
    )  # fmt: skip
    assert allowed.needs.zh == "双方签字同意"


@pytest.mark.parametrize(
    ("code", "days", "granted", "asked", "problem"),
    [
        ("T08", 31, [], "2026-04-24 09:00", "at most 30 days"),
        ("T08", 0, [], "2026-04-24 09:00", "no day"),
        ("T08", 10, [30, 30], "2026-04-24 09:00", "2 times already"),
        ("T08", 10, [], "2026-05-07 00:00", "after the due date"),
        ("T09", 10, [], "2026-04-24 09:00", "no extension"),
        ("T04", 30, [30], "2026-05-01 09:00", "1 times already"),
        ("T04", 30, [], "2026-06-01 00:00", "after the due date"),
    ],
)
def test_an_extension_outside_its_rule_is_refused(
    code: str, days: int, granted: list[int], asked: str, problem: str
) -> None:
    assert problem in refusal(code, days, granted, asked)


def test_extensions_count_from_the_nominal_day() -> None:
    once = deadlines.reckon("T08", start=at("2026-04-01 10:00"), extensions=[30])
    twice = deadlines.reckon("T08", start=at("2026-04-01 10:00"), extensions=[30, 30])
    assert (shown(once.nominal), shown(once.effective)) == ("2026-05-31", "2026-06-01")
    assert (shown(twice.nominal), shown(twice.effective)) == ("2026-06-30", "2026-06-30")


def test_a_house_period_pauses_for_a_reason_of_its_rule() -> None:
    stop = Pause(since=at("2026-03-31 09:00"), until=at("2026-04-02 09:00"), reason="hospital")
    found = deadlines.reckon("H09", start=at("2026-03-30 09:20"), pauses=[stop])
    assert shown(found.effective) == "2026-04-07"


@pytest.mark.parametrize(
    ("code", "reason"), [("T08", "hospital"), ("H10.1", "agreed"), ("H09", "hearing"), ("H09", "")]
)
def test_a_period_does_not_pause_for_other_reasons(code: str, reason: str) -> None:
    stop = Pause(since=at("2026-04-01 12:00"), until=at("2026-04-02 12:00"), reason=reason)
    with pytest.raises(deadlines.NotPausable):
        deadlines.reckon(code, start=at("2026-04-01 10:00"), pauses=[stop])


def test_a_reckoning_says_by_which_law_and_what_happens_at_the_end() -> None:
    found = deadlines.reckon("T08", start=at("2026-04-01 10:00"))
    assert found.basis.zh == "《人民调解工作若干规定》第33条（一般一个月）"
    assert found.basis_kind is deadlines.BasisKind.LAW
    assert "不自动关闭" in found.at_end.zh
    assert found.verify is not None
    assert found.told_on_expiry == ("R04", "R05")


@pytest.mark.parametrize(
    ("code", "facts", "zh", "en"),
    [
        ("T08", {}, "1 个月", "1 calendar month"),
        ("T12", {}, "2 年", "2 years"),
        ("T03", {}, "5 个工作日", "5 working days"),
        ("T02", {}, "15 日（自然日）", "15 natural days"),
        ("H01", {}, "10 分钟", "10 minutes"),
        ("T14", {}, "72 小时", "72 hours"),
        ("H17", {}, "每月 10 日前", "by day 10 of the month"),
        ("H17.materials", {}, "之前 2 个工作日", "2 working days before"),
        ("H20", {"colour": "orange"}, "当日", "the same day"),
        ("H03", {}, "2 小时，且不过当日", "2 hours, the same day at the latest"),
    ],
)
def test_a_length_is_said_in_words(code: str, facts: dict[str, object], zh: str, en: str) -> None:
    text = deadlines.reckon(code, start=at("2026-06-01 09:00"), parameters=facts).unit_text
    assert (text.zh, text.en) == (zh, en)
