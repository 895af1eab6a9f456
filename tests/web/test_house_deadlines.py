"""House deadlines: changed in a table with history; law is locked; running clocks keep theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from engine import clock
from tests.conftest import MONDAY_MORNING
from tests.web.conftest import Browser, hidden, words
from tests.web.reception import actor
from workflows.deadlines.handlers import StationDeadlines
from workflows.deadlines.house_models import HouseRuleRow
from workflows.deadlines.house_rules import changes_of, running_by_rule
from workflows.demo.cast import EAST_LAKE, TENANT

RULE, LAW = "H09", "T08"
TODAY = MONDAY_MORNING.date()


@pytest.fixture
def keeper(runtime, browser: Callable[[str], Browser]) -> Browser:
    """The process administrator, with every rule as it was delivered."""
    with runtime.database.begin() as session:
        session.execute(delete(HouseRuleRow))
    return browser("fanglei")


def filled(keeper: Browser, code: str = RULE, **more: str) -> dict[str, str]:
    """The form as the page offers it, with something typed over it."""
    page = keeper.get(f"/library/deadlines/{code}")
    names = ("seen", "idempotency_key", "length", "warnings", "effective_on")
    found = {}
    for name in names:
        if f'name="{name}" value=' in page.text:
            found[name] = hidden(page, name)
    return {**found, "reason": "试行一个月", **more}


def rows(runtime) -> list[HouseRuleRow]:
    with runtime.database.read() as session:
        return list(session.scalars(select(HouseRuleRow).order_by(HouseRuleRow.version)))


def counted(runtime, code: str = RULE) -> int | None:
    """The length that a new clock at East Lake would use; None for the delivered one."""
    with runtime.database.read() as session:
        change = changes_of(session, TENANT, EAST_LAKE).get(code)
        return change.length if change else None


@pytest.mark.parametrize(
    ("username", "status"), [("fanglei", 200), ("chenjing", 200), ("limei", 403), ("police", 403)]
)
def test_the_table_is_open_to_those_who_keep_processes(browser, username, status):
    assert browser(username).get("/library/deadlines").status_code == status
    assert browser(username).get(f"/library/deadlines/{RULE}").status_code == status


def test_only_the_process_administrator_changes_one(runtime, browser, keeper):
    reader = browser("chenjing")
    assert "写入新版本" not in reader.get(f"/library/deadlines/{RULE}").text
    answer = reader.post(f"/library/deadlines/{RULE}", {"length": "5", "reason": "x", "seen": "0"})
    assert answer.status_code == 403
    assert rows(runtime) == []


def test_the_table_says_what_is_law_and_by_which_article(keeper):
    page = words(keeper.get("/library/deadlines?which=all"))
    assert "法定，不能改" in page
    assert "《信访工作条例》第22条" in page
    assert "H05.1" in page


def test_a_limit_of_law_is_locked_on_the_page_and_on_the_server(runtime, keeper):
    page = keeper.get(f"/library/deadlines/{LAW}")
    assert "这是法定期限，不能改" in page.text
    assert "写入新版本" not in page.text
    sent = {"length": "99", "warnings": "", "reason": "想改", "seen": "0", "effective_on": ""}
    assert keeper.post(f"/library/deadlines/{LAW}", sent).status_code == 403
    assert rows(runtime) == []


def test_an_unknown_code_is_not_found(keeper):
    assert keeper.get("/library/deadlines/H99").status_code == 404
    assert keeper.post("/library/deadlines/H99", {}).status_code == 404


def test_a_change_is_a_version_with_author_reason_and_day(runtime, keeper):
    done = keeper.post(f"/library/deadlines/{RULE}", filled(keeper, length="5"))
    assert done.status_code == 303
    (row,) = rows(runtime)
    assert (row.version, row.length, row.reason) == (1, 5, "试行一个月")
    page = words(keeper.get(f"/library/deadlines/{RULE}"))
    for said in ("5 个工作日", "方磊", "试行一个月", "现行", "随产品提供", "3 个工作日"):
        assert said in page
    assert counted(runtime) == 5


def test_the_new_value_counts_from_its_day_on(runtime, keeper):
    day = (TODAY + timedelta(days=10)).isoformat()
    keeper.post(f"/library/deadlines/{RULE}", filled(keeper, length="7", effective_on=day))
    assert counted(runtime) is None
    assert "将要生效" in keeper.get(f"/library/deadlines/{RULE}").text
    with clock.frozen(MONDAY_MORNING + timedelta(days=11)):
        assert counted(runtime) == 7


def test_a_double_press_makes_one_version(runtime, keeper):
    sent = filled(keeper, length="4")
    assert keeper.post(f"/library/deadlines/{RULE}", sent).status_code == 303
    assert keeper.post(f"/library/deadlines/{RULE}", sent).status_code == 303
    assert len(rows(runtime)) == 1


def test_an_old_page_changes_nothing(runtime, keeper):
    sent = filled(keeper, length="4")
    keeper.post(f"/library/deadlines/{RULE}", filled(keeper, length="5"))
    answer = keeper.post(f"/library/deadlines/{RULE}", sent)
    assert answer.status_code == 409
    assert [row.length for row in rows(runtime)] == [5]


#: What is typed, and the words about it.
WRONG = [
    ({"length": "0"}, "整数"), ({"length": "-2"}, "整数"), ({"length": "三"}, "整数"),
    ({"length": "999999"}, "整数"), ({"length": ""}, "整数"), ({"reason": " "}, "请写明为什么改"),
    ({"effective_on": "2020-01-01"}, "不能早于今天"), ({"effective_on": "soon"}, "请填日期"),
    ({"warnings": "T-x"}, "T-3"), ({"warnings": "150%"}, "T-3"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_entry_is_refused_on_its_field_and_keeps_what_was_typed(
    runtime, keeper, typed, said
):
    sent = filled(keeper, **{"length": "6", "reason": "要保留的话", **typed})
    answer = keeper.post(f"/library/deadlines/{RULE}", sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert all(f'value="{text}"' in answer.text for text in (sent["length"], sent["reason"]))
    assert rows(runtime) == []


def test_lengths_that_differ_by_case_are_changed_one_by_one(runtime, keeper):
    page = keeper.get("/library/deadlines/H08.1")
    assert 'name="length-IV" value="30"' in page.text
    sent = filled(keeper, "H08.1", **{f"length-{case}": n for case, n in
                  {"I": "5", "II": "10", "III": "15", "IV": "20"}.items()})  # fmt: skip
    assert keeper.post("/library/deadlines/H08.1", sent).status_code == 303
    assert rows(runtime)[0].lengths["IV"] == 20
    assert "一般 20 分钟" in words(keeper.get("/library/deadlines/H08.1"))


def test_a_preview_shows_the_date_before_and_after_and_writes_nothing(runtime, keeper):
    # From the Wednesday before the National Day, three working days end on Friday 9 October.
    sent = filled(keeper, length="5", start="2026-09-30 10:00", preview="1", reason="")
    answer = keeper.post(f"/library/deadlines/{RULE}", sent)
    assert answer.status_code == 200
    said = words(answer)
    now, then = said.split("2026-09-30 10:00 起算")[1].split("到期", 2)[:2]
    assert "2026年10月" in now
    assert "2026年10月" in then
    assert now != then
    assert rows(runtime) == []


def test_a_clock_that_runs_keeps_its_rule_and_a_new_one_uses_the_new(runtime, keeper):
    from engine.instances import DeadlineCall

    def due(instance: str):
        with runtime.database.begin() as session:
            call = DeadlineCall(
                session=session, tenant=TENANT, unit=EAST_LAKE, business_key="case",
                instance_id=instance, anchor="token", node="decide", code=RULE, arguments={},
                actor=actor(session, "fanglei"),
                start=MONDAY_MORNING,
            )  # fmt: skip
            return StationDeadlines(changes_of=changes_of).due(call).effective

    with runtime.database.read() as session:
        others = running_by_rule(session, TENANT).get(RULE, 0)
    before = due("running")
    keeper.post(f"/library/deadlines/{RULE}", filled(keeper, length="9"))
    assert due("running") == before
    assert due("new") > before
    page = words(keeper.get(f"/library/deadlines/{RULE}"))
    assert f"{others + 2} 个，按各自起算时的规定走完" in page


def test_the_station_is_asked_by_the_composed_house(runtime, keeper):
    keeper.post(f"/library/deadlines/{RULE}", filled(keeper, length="8"))
    with runtime.database.read() as session:
        answer = runtime.calls.deadlines.changes_of(session, TENANT, EAST_LAKE)
    assert answer[RULE].length == 8


def test_the_pages_speak_english_alone(keeper):
    import re

    keeper.get("/language/en")
    for url in (
        "/library/deadlines?which=all",
        f"/library/deadlines/{RULE}",
        "/library/deadlines/H08.1",
    ):
        main = keeper.get(url).text.split('id="main"')[1].split("</main>")[0]
        assert re.findall(r"[\u3400-\u9fff]+", main) == [], url
    keeper.get("/language/zh")
