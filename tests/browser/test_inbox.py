"""The inbox by the keyboard alone, beside a colleague, on a phone, and without any script."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tests.browser.desk import Desk, House
from web.assets import STATIC

AXE = STATIC.parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Sit = Callable[..., Desk]


def receive(somebody: Desk, number: int) -> None:
    """So many visitors come; the first step of each lies in the receptionist's hands."""
    for _ in range(number):
        somebody.open("/visits/new")
        somebody.tab.click("button:has-text('开始接待')")
        somebody.tab.wait_for_selector("#task-form")


def press(somebody: Desk, *keys: str) -> None:
    for key in keys:
        somebody.tab.keyboard.press(key)


def boxes(somebody: Desk) -> list[bool]:
    """Which rows are picked."""
    script = "() => [...document.querySelectorAll('[data-pick]')].map((box) => box.checked)"
    found: list[bool] = somebody.tab.evaluate(script)
    return found


def test_a_handful_is_given_back_and_taken_back_by_keys_alone(house: House, desk: Sit) -> None:
    house.move_clock("2026-03-02T09:00")
    liu = desk("liuyan")
    receive(liu, 3)
    liu.open("/inbox?view=mine")
    liu.tab.wait_for_selector("#inbox-rows [data-row] >> nth=2")
    press(liu, "j", "x", "j", "x")
    assert boxes(liu)[:3] == [True, True, False]
    assert "已选 2 件" in liu.text()
    press(liu, "b")
    assert liu.tab.evaluate("() => document.activeElement.id") == "bulk-verb"
    liu.tab.select_option("#bulk-verb", "release")
    press(liu, "Tab", "Enter")
    liu.tab.wait_for_selector("#detail #bulk-reason")
    liu.tab.focus("#bulk-reason")
    liu.tab.keyboard.type("去接电话")
    press(liu, "Enter")
    liu.tab.wait_for_selector("#bulk-step .btn--main:has-text('确认')")
    liu.tab.focus("#bulk-step .btn--main")
    press(liu, "Enter")
    liu.tab.wait_for_selector("#detail h1:has-text('办成 2 件')")
    liu.tab.wait_for_function(
        "() => document.querySelectorAll('#inbox-rows [data-row]:not(.is-gone)').length === 1"
    )
    press(liu, "z")
    liu.tab.wait_for_selector("#detail h1:has-text('已撤回 2 件')")
    liu.tab.wait_for_function(
        "() => document.querySelectorAll('#inbox-rows [data-row]:not(.is-gone)').length === 3"
    )
    assert liu.complaints == []


def test_what_is_picked_stays_picked_when_the_list_hears_of_a_change(
    house: House, desk: Sit
) -> None:
    house.move_clock("2026-03-02T09:30")
    liu, wang = desk("liuyan"), desk("wangqiang")
    receive(liu, 2)
    liu.open("/inbox?view=mine")
    liu.tab.wait_for_selector("[data-connection][data-state='live']")
    press(liu, "j", "x")
    rows = len(boxes(liu))
    receive(wang, 1)
    with liu.tab.expect_response(re.compile("/inbox/rows")):
        receive(liu_again(desk), 1)
    liu.tab.wait_for_function(
        "rows => document.querySelectorAll('[data-pick]').length > rows", arg=rows
    )
    assert boxes(liu).count(True) == 1
    assert liu.tab.evaluate("() => Boolean(document.activeElement.closest('[data-row]'))")


def liu_again(desk: Sit) -> Desk:
    """The same person at another machine."""
    return desk("liuyan")


def test_keys_that_are_off_stay_off_on_another_machine(house: House, desk: Sit) -> None:
    liu = desk("liuyan")
    liu.open("/inbox")
    press(liu, "?")
    assert "换视图" in liu.tab.inner_text("#keys")
    with liu.tab.expect_response(re.compile("/inbox/keys")) as heard:
        liu.tab.uncheck("[data-keys-switch]")
    assert heard.value.status == 204
    elsewhere = desk("liuyan")
    elsewhere.open("/inbox")
    assert elsewhere.tab.get_attribute("body", "data-keys") == "off"
    press(elsewhere, "2")
    assert elsewhere.tab.url.endswith("/inbox")
    press(elsewhere, "?")
    with elsewhere.tab.expect_response(re.compile("/inbox/keys")):
        elsewhere.tab.check("[data-keys-switch]")
    elsewhere.tab.click("#keys button")
    press(elsewhere, "2")
    elsewhere.tab.wait_for_url("**/inbox?view=pool")


def test_two_who_look_at_one_task_see_each_other(house: House, desk: Sit) -> None:
    house.move_clock("2026-03-02T10:00")
    liu, chief = desk("liuyan"), desk("chenjing")
    receive(liu, 1)
    task = liu.tab.get_attribute("#task", "data-task")
    chief.open(f"/tasks/{task}")
    chief.tab.wait_for_selector("#looking:has-text('刘燕正在查看')")


def test_a_task_in_hand_is_laid_aside_by_a_key_and_comes_back(house: House, desk: Sit) -> None:
    house.move_clock("2026-03-02T10:30")
    liu = desk("liuyan")
    receive(liu, 1)
    task = liu.tab.get_attribute("#task", "data-task")
    liu.open(f"/inbox?view=mine&task={task}")
    liu.tab.wait_for_selector("#detail #task-form")
    liu.tab.evaluate("() => document.activeElement.blur()")
    press(liu, "d")
    liu.tab.wait_for_selector("#detail #bulk-day")
    liu.tab.fill("#bulk-day", "2026-03-05")
    press(liu, "Enter")
    liu.tab.wait_for_selector("#detail h1:has-text('办成 1 件')")
    liu.tab.wait_for_selector(f"#task-{task}:has-text('3月5日跟进')")
    assert liu.complaints == []


@pytest.mark.parametrize("path", ["/inbox?view=team", "/station", "/station/team", "/absences"])
def test_on_a_phone_nothing_is_wider_than_the_screen(house: House, desk: Sit, path: str) -> None:
    chief = desk("chenjing", width=390, height=800)
    chief.open(path)
    assert chief.tab.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert chief.complaints == []


@pytest.mark.skipif(not AXE.exists(), reason="axe-core: run npm ci in web/frontend")
@pytest.mark.parametrize(
    "path",
    [
        "/inbox?view=team",
        "/inbox?view=mine&process=visit",
        "/station",
        "/station/team",
        "/absences",
    ],
)
def test_a_page_has_no_accessibility_violation(
    house: House, desk: Sit, real_browser: Any, path: str
) -> None:
    context = real_browser.new_context(bypass_csp=True, locale="zh-CN")
    chief = Desk(house=house, tab=context.new_page(), username="chenjing").signed_in()
    chief.open(path)
    chief.tab.add_script_tag(path=AXE)
    found = chief.tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [
        (each["id"], [node["target"] for node in each["nodes"]]) for each in found["violations"]
    ] == []
    context.close()


def test_without_a_script_many_tasks_are_given_to_somebody(
    house: House, desk: Sit, real_browser: Any
) -> None:
    house.move_clock("2026-03-02T11:00")
    receive(desk("liuyan"), 2)
    context = real_browser.new_context(java_script_enabled=False, locale="zh-CN")
    chief = Desk(house=house, tab=context.new_page(), username="chenjing").signed_in()
    chief.open("/inbox?view=team&process=visit")
    for position in (0, 1):
        chief.tab.check(f"[data-pick] >> nth={position}")
    chief.tab.select_option("#bulk-verb", "reassign")
    chief.tab.click("#bulk button")
    chief.tab.select_option("#bulk-person", label="王强")
    chief.tab.fill("#bulk-reason", "刘燕去开会")
    chief.tab.click("text=看看结果")
    chief.tab.click("text=确认：")
    assert "转办：办成" in chief.text()
    chief.tab.click("button:has-text('撤回')")
    assert "已撤回" in chief.text()
    context.close()


def test_nothing_of_the_top_bar_is_cut_on_a_phone_in_english(house: House, desk: Sit) -> None:
    chen = desk("chenjing", width=390, height=844)
    chen.open("/language/en")
    chen.open("/inbox")
    places = chen.tab.evaluate(
        """() => ['.top .brand b', '.top .btn--danger', '.top .btn--small', '.top .me']
            .map((each) => document.querySelector(each).getBoundingClientRect())
            .map((place) => [place.left, place.right])"""
    )
    assert all(end <= begin for (_, end), (begin, _) in pairwise(places)), places
    assert places[-1][1] <= 390
