"""In a real browser a visit becomes a mediation and ends in an agreement, as in story O2.

The dates and answers are those of the story; here they go through the pages. A second browser sees
a claim while it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from engine.clock import monotonic
from tests.browser.desk import Desk, House
from tests.databases import ROOT

Sit = Callable[..., Desk]

pytestmark = pytest.mark.timeout(600)


def story() -> dict[str, list[dict[str, Any]]]:
    """The answers of story O2 by task, in their order."""
    text = (ROOT / "tests" / "scenarios" / "O2.yaml").read_text(encoding="utf-8")
    found: dict[str, list[dict[str, Any]]] = {}
    for step in yaml.safe_load(text)["steps"]:
        if step.get("does") == "complete":
            found.setdefault(step["task"], []).append(dict(step["with"]))
    return found


def receive(desk: Desk, said: dict[str, list[dict[str, Any]]]) -> None:
    """The receptionist hears her, step after step, without going back to the inbox."""
    desk.open("/visits/new")
    desk.tab.click("button:has-text('开始接待')")
    desk.tab.wait_for_selector("#task-form")
    for step in ("search-person", "screen-safety", "register-visit", "give-consent", "grade-risk",
                 "classify-matter"):  # fmt: skip
        desk.do(said[step][0])


def test_a_visit_becomes_an_agreement(house: House, desk: Sit) -> None:
    said = story()
    house.move_clock("2026-03-30T09:10")
    liu, he = desk("liuyan"), desk("hetao")
    receive(liu, said)
    assert "收件箱" in liu.tab.title()

    he.claim("分流决定")
    he.do(said["decide-route"][0])
    he.claim("填写调解申请书")
    he.do(said["apply-mediation"][0])
    he.do(said["judge-mediability"][0])
    house.move_clock("2026-03-31T15:00")
    he.signed_in()
    he.take_up("征求被申请人意见")
    he.do(said["ask-respondent"][0])
    house.move_clock("2026-04-01T10:05")
    he.signed_in()
    he.take_up("受理决定")
    he.do(said["decide-acceptance"][0])

    wang, chen = desk("wangqiang"), desk("chenjing")
    wang.claim("领取案件")
    wang.do({"conflict": "kin", "conflict_note": "申请人是我表妹"})
    chen.claim("指派")
    chen.do({"mediator_chosen_by": "appointed", "mediator": "李梅", "assignment_reason": "熟悉"})

    li = desk("limei")
    li.take_up("回避申报")
    li.do({"conflict": "none", "declared_on": "2026-04-01"})
    li.do(said["invite-departments"][0])
    house.move_clock("2026-04-03T16:00")
    li.signed_in()
    li.take_up("调查")
    li.do(said["investigate"][0])
    li.do(said["schedule-session"][0])

    house.move_clock("2026-04-08T09:15")
    li.signed_in()
    li.take_up("会前安全检查")
    li.do(said["check-safety-before-session"][0])
    house.move_clock("2026-04-08T11:00")
    li.signed_in()
    li.take_up("召开调解会")
    li.do(said["hold-session"][0])
    li.do(said["schedule-session"][1])

    house.move_clock("2026-04-20T09:20")
    li.signed_in()
    li.take_up("会前安全检查")
    assert not li.tab.is_checked('[name="new_violence"][value="false"]')
    li.do(said["check-safety-before-session"][1])
    house.move_clock("2026-04-20T11:00")
    li.signed_in()
    li.take_up("召开调解会")
    li.do(said["hold-session"][1])
    for step in ("record-outcome", "draft-agreement"):
        li.do(said[step][0])
    house.move_clock("2026-04-20T11:30")
    li.signed_in()
    li.take_up("签订协议")
    li.do(said["sign-agreement"][0])

    li.open("/cases")
    li.tab.click(".found .row a >> nth=0")
    li.tab.wait_for_selector("[data-diagram][data-ready='true']")
    page = li.text()
    for words in ("协议生效", "王强 回避", "第 2 次调解会", "回访中", "调解成功"):
        assert words in page, words
    assert li.complaints == []
    assert "李芳" not in wang.tab.content()


def test_another_browser_sees_a_claim_within_two_seconds(house: House, desk: Sit) -> None:
    house.move_clock("")
    liu = desk("liuyan")
    liu.open("/visits/new")
    liu.tab.click("button:has-text('开始接待')")
    liu.tab.wait_for_selector("#task-form")
    task = liu.tab.get_attribute("#task", "data-task")
    liu.tab.click("summary:has-text('退回待领')")
    liu.tab.fill("#release-reason", "接电话")
    liu.tab.click("button:has-text('确认退回')")
    liu.tab.wait_for_url("**/inbox")

    reader, faster = desk("liuyan"), desk("wangqiang")
    reader.open("/inbox?view=pool")
    reader.tab.wait_for_selector("[data-connection][data-state='live']")
    row = f"#task-{task}"
    reader.tab.wait_for_selector(row)
    where = reader.tab.evaluate("() => document.querySelector('#inbox-rows').scrollTop")
    faster.open(f"/inbox?task={task}")
    began = monotonic()
    faster.tab.click("#detail .acts button:has-text('领取')")
    reader.tab.wait_for_selector(f"{row}:has-text('已被王强领取')")
    seconds = monotonic() - began
    assert reader.tab.evaluate("() => document.querySelector('#inbox-rows').scrollTop") == where
    print(f"a claim was seen in another browser after {seconds:.2f} s")

    reader.open(f"/tasks/{task}")
    assert "王强" in reader.text()
    assert reader.tab.query_selector("#task-form") is None
    assert reader.complaints + faster.complaints == []


def test_on_a_phone_a_row_leads_to_its_page(house: House, desk: Sit) -> None:
    liu = desk("liuyan", width=390, height=800)
    liu.open("/visits/new")
    liu.tab.click("button:has-text('开始接待')")
    liu.tab.wait_for_selector("#task-form")
    liu.open("/inbox?view=mine")
    liu.tab.click("#inbox-rows a >> nth=0")
    liu.tab.wait_for_url("**/tasks/*")
    wide = liu.tab.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390
