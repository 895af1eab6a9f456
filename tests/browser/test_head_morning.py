"""A station head's morning by keyboard alone: what is late, red, unclaimed, away, and hers to decide.

In Chinese on a wide screen, in English on a phone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import protection
from engine.clock import monotonic
from tests.browser.busy_morning import BEGINS, FULL_DESK, HEAD_FINDS, live_until_monday
from tests.browser.desk import Desk, House
from tests.browser.keyboard import Hands
from tests.browser.serving import furnish, served
from tests.browser.words import Language
from workflows.demo.cast import CAST

Sit = Callable[..., Desk]
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory, keyring: protection.Keyring) -> Path:
    """The home of a station on a busy Monday, lived through once."""
    home = tmp_path_factory.mktemp("monday")
    furnish(home, keyring, lambda *now: live_until_monday(*now, FULL_DESK + HEAD_FINDS))
    return home


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory, monday: Path) -> Iterator[House]:
    """A Monday of its own for each test."""
    home = tmp_path_factory.mktemp("served")
    shutil.copytree(monday, home, dirs_exist_ok=True)
    with served(home, since=BEGINS) as house:
        yield house


@pytest.mark.parametrize(("code", "width", "height"), [("zh", 1360, 900), ("en", 390, 844)])
def test_a_station_heads_morning(
    house: House, desk: Sit, code: str, width: int, height: int
) -> None:
    chen, say = desk("chenjing", width=width, height=height), Language(code=code)
    chen.open(f"/language/{code}")
    hands, began = Hands(desk=chen), monotonic()
    sees_the_whole_station(chen, say)
    names_a_mediator_for_the_case_nobody_took(hands, say)
    lets_somebody_stand_in_for_the_sick_receptionist(hands, say)
    evens_out_the_load(hands, say)
    print(f"a head's morning by keyboard in {monotonic() - began:.0f} s, {code} at {width} px")
    assert chen.complaints == []


def counts(chen: Desk) -> dict[str, int]:
    """The numbers at the head of the page, by part."""
    found: dict[str, int] = chen.tab.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.station-numbers > div')].map(
            (one) => [one.querySelector('a').hash.slice(6), parseInt(one.querySelector('dd').innerText)]))"""
    )
    return found


def sees_the_whole_station(chen: Desk, say: Language) -> None:
    """One page says what needs her, and who is on duty."""
    chen.open("/station")
    now = counts(chen)
    assert now["late"] >= 1
    assert now["dangerous"] >= 1
    assert now["unclaimed"] >= 3
    assert now["approval"] >= 1
    assert now["away"] == 0
    assert say("没有人请假。") in chen.text()
    assert "陈静" in chen.tab.inner_text("section:has(#part-duty)")


def names_a_mediator_for_the_case_nobody_took(hands: Hands, say: Language) -> None:
    """From the page to the task, taken and decided."""
    tab = hands.desk.tab
    before = counts(hands.desk)["approval"]
    hands.reach_link(say("指派调解员"))
    hands.press("Enter")
    tab.wait_for_selector(f"#task-title:has-text('{say('指派调解员')}')")
    hands.reach_button(say("领取"))
    hands.press("Enter")
    tab.wait_for_selector("#task-form")
    hands.fill({"mediator_chosen_by": "appointed", "assignment_reason": "熟悉这类纠纷"})
    hands.reach("mediator")
    hands.pick("mediator", named(hands, "王强"))
    hands.finish()
    hands.desk.open("/station")
    assert counts(hands.desk)["approval"] == before - 1


def lets_somebody_stand_in_for_the_sick_receptionist(hands: Hands, say: Language) -> None:
    """Liu Yan is ill: Wang Qiang stands in, and what she holds goes to him at once."""
    tab = hands.desk.tab
    hands.desk.open("/absences")
    for name, who in (("person", "刘燕"), ("substitute", "王强")):
        hands.reach(name)
        hands.pick(name, named(hands, who))
    hands.reach_button(say("登记并交接"))
    hands.press("Enter")
    tab.wait_for_selector("[name=verb][value=hand-over]", state="attached")
    hands.reach_button(say("核对选中的"))
    hands.press("Enter")
    tab.wait_for_selector("#bulk-step")
    hands.reach_button(say("确认：%(verb)s %(n)s 件"))
    hands.press("Enter")
    tab.wait_for_selector("[data-undo]")
    hands.desk.open("/station")
    assert counts(hands.desk)["away"] == 1


def named(hands: Hands, who: str) -> str:
    """The value of the choice that names somebody, in the list that has the focus."""
    found: str = hands.desk.tab.evaluate(
        """names => [...document.activeElement.options].find(
            (one) => names.some((name) => one.text.includes(name))).value""",
        [who, *(member.name_en for member in CAST if member.name == who)],
    )
    return found


def evens_out_the_load(hands: Hands, say: Language) -> None:
    """Li Mei has too much: the first two of her tasks go to her colleague."""
    tab = hands.desk.tab
    hands.desk.open("/station/team")
    hands.reach_link("李梅")
    hands.press("Enter")
    tab.wait_for_selector("#team-person")
    assert load_of(hands.desk, "李梅") == 5
    for _task in range(2):
        hands.press("j", "x")
    hands.reach_button(say("转给别人：先看一遍"))
    hands.press("Enter")
    tab.wait_for_selector("#bulk-person")
    hands.reach("person")
    hands.pick("person", named(hands, "王强"))
    hands.write("reason", "李梅手里太多")
    hands.reach_button(say("看看结果"))
    hands.press("Enter")
    tab.wait_for_selector("#bulk-step .btn--main")
    hands.reach_button(say("确认：%(verb)s %(n)s 件"))
    hands.press("Enter")
    tab.wait_for_selector("[data-undo]")
    hands.desk.open("/station/team")
    assert load_of(hands.desk, "李梅") == 3


def load_of(chen: Desk, who: str) -> int:
    """How many tasks the table says somebody holds."""
    return int(chen.tab.inner_text(f"tbody tr:has-text('{who}') td >> nth=1"))
