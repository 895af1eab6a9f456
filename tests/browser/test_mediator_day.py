"""A mediator's Monday by keyboard alone, from the first claim to the hand-over before her leave.

Twelve tasks, two races, a step sent back, an act on many, a lost connection: in Chinese on a wide
screen, in English on a phone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine import clock, protection
from engine.clock import monotonic
from tests.browser.busy_morning import BEGINS, DAY, FULL_DESK, ZONE, live_until_monday, moment
from tests.browser.desk import Desk, House
from tests.browser.keyboard import Hands
from tests.browser.serving import furnish, served
from tests.browser.words import Language
from workflows.demo import agreement_answers as ends
from workflows.demo import mediation_answers as typed
from workflows.demo.scene import Scene

Sit = Callable[..., Desk]
Scenes = dict[str, Scene]
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def monday(
    tmp_path_factory: pytest.TempPathFactory, keyring: protection.Keyring
) -> tuple[Path, Scenes]:
    """The home of a busy Monday and what its cases are about, lived through once."""
    home, scenes = tmp_path_factory.mktemp("monday"), {}
    furnish(home, keyring, lambda *now: scenes.update(live_until_monday(*now, FULL_DESK)))
    return home, scenes


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory, monday: tuple[Path, Scenes]) -> Iterator[House]:
    """A Monday of its own for each test."""
    home = tmp_path_factory.mktemp("served")
    shutil.copytree(monday[0], home, dirs_exist_ok=True)
    with served(home, since=BEGINS) as house:
        yield house


@dataclass(kw_only=True)
class Day:
    """Li Mei's desk, her words, and how many tasks she has finished."""

    house: House
    hands: Hands
    say: Language
    scenes: Scenes
    done: int = 0

    def take_up(self, title: str) -> None:
        """Walk down the list of my tasks to one and open it."""
        tab = self.hands.desk.tab
        self.hands.desk.open("/inbox?view=mine")
        tab.wait_for_selector(f"#inbox-rows a:has-text('{self.say(title)}')")
        for _row in range(12):
            self.hands.press("j")
            if self.say(title) in self.hands.here()["text"]:
                break
        self.hands.press("Enter")
        tab.wait_for_selector(f"#task-title:has-text('{self.say(title)}')")
        tab.wait_for_selector("#task-form")

    def finish(self, given: dict[str, object]) -> None:
        """Answer the form and send it."""
        self.hands.fill(given)
        self.hands.finish()
        self.done += 1

    def now_at(self, title: str) -> None:
        """The next step of the same case lies there already."""
        self.hands.desk.tab.wait_for_selector(f"#task-title:has-text('{self.say(title)}')")
        self.hands.desk.tab.wait_for_selector("#task-form")


@pytest.mark.parametrize(("code", "width", "height"), [("zh", 1360, 900), ("en", 390, 844)])
def test_a_mediators_day(
    house: House, desk: Sit, monday: tuple[Path, Scenes], code: str, width: int, height: int
) -> None:
    li, wang = desk("limei", width=width, height=height), desk("wangqiang")
    li.open(f"/language/{code}")
    day = Day(house=house, hands=Hands(desk=li), say=Language(code=code), scenes=monday[1])
    began = monotonic()
    with clock.frozen(clock.instant_from_iso(f"{BEGINS}{ZONE}")):
        wins_a_race_and_takes_the_case_to_its_session(day, wang)
        loses_a_race(day, wang)
        sends_a_step_back(day)
        loses_the_line_over_an_agreement(day)
        plans_two_follow_ups_at_once(day)
    holds_a_session(day)
    hands_over_before_leave(day, wang)
    assert day.done == 12
    print(f"twelve tasks by keyboard in {monotonic() - began:.0f} s, {code} at {width} px")
    assert li.complaints + wang.complaints == []


def in_the_pool(day: Day, colleague: Desk) -> str:
    """Both look at the first case that waits for a mediator; answers its task."""
    tab, title = day.hands.desk.tab, day.say("领取案件并申报回避")
    day.hands.desk.open("/inbox?view=pool")
    tab.wait_for_selector(f"#inbox-rows a:has-text('{title}')")
    for _row in range(12):
        day.hands.press("j")
        if title in day.hands.here()["text"]:
            break
    day.hands.press("Enter")
    tab.wait_for_selector(f"#task-title:has-text('{title}')")
    task = str(tab.get_attribute("#task", "data-task"))
    colleague.open(f"/tasks/{task}")
    day.hands.reach_button(day.say("领取"))
    return task


def wins_a_race_and_takes_the_case_to_its_session(day: Day, wang: Desk) -> None:
    """She is the faster one; four steps of the case follow one another without the inbox."""
    in_the_pool(day, wang)
    scene = day.scenes["race"]
    day.hands.press("Enter")
    day.now_at("领取案件并申报回避")
    wang.tab.click(".acts button:has-text('领取')")
    wang.tab.wait_for_selector("text=李梅")
    assert wang.tab.query_selector("#task-form") is None
    day.finish(typed.claim(scene))
    day.now_at("邀请部门参与联调")
    day.finish({"invitation": "none"})
    day.now_at("调查")
    day.finish(typed.investigation(scene))
    day.now_at("安排调解会")
    day.finish(typed.session(moment("15:00")))


def loses_a_race(day: Day, wang: Desk) -> None:
    """He is the faster one; she is told by name, and nothing is hers."""
    task = in_the_pool(day, wang)
    wang.tab.click(".acts button:has-text('领取')")
    wang.tab.wait_for_selector("#task-form")
    day.hands.press("Enter")
    tab = day.hands.desk.tab
    tab.wait_for_selector("text=王强")
    day.hands.desk.open(f"/tasks/{task}")
    assert tab.query_selector("#task-form") is None


def sends_a_step_back(day: Day) -> None:
    """What she heard does not suffice: from planning the session back to the investigation."""
    scene, tab = day.scenes["invite"], day.hands.desk.tab
    day.take_up("邀请部门参与联调")
    day.finish({"invitation": "none"})
    day.now_at("调查")
    day.finish(typed.investigation(scene))
    day.now_at("安排调解会")
    day.hands.reach_button(day.say("更多操作"))
    day.hands.press("Enter")
    day.hands.reach_link(day.say("退回"))
    day.hands.press("Enter")
    tab.wait_for_selector("#act-reason")
    day.hands.write("reason", "还要再问一问邻居")
    day.hands.reach_button(day.say("退回"))
    day.hands.press("Enter")
    tab.wait_for_url("**/inbox**")
    day.take_up("调查")
    day.finish({**typed.investigation(scene), "facts_found": "邻居也这样说。"})
    day.now_at("安排调解会")
    day.finish(typed.session(moment("16:30")))


def loses_the_line_over_an_agreement(day: Day) -> None:
    """The line is lost while she sends: what is typed stays, is sent once, and the case goes on."""
    scene, tab = day.scenes["outcome"], day.hands.desk.tab
    day.take_up("记录调解结果")
    day.hands.fill(ends.outcome(scene, "success_written"))
    tab.context.set_offline(True)
    day.hands.press("Control+Enter")
    tab.wait_for_selector("#toasts .toast")
    assert tab.input_value('[name="agreed_claims"]') == scene.matter.promise
    tab.context.set_offline(False)
    tab.focus('[name="agreed_claims"]')
    day.hands.finish()
    day.done += 1
    tab.wait_for_selector("#task-form")
    day.finish(ends.agreement(scene, "full", "2026-04-30"))


def plans_two_follow_ups_at_once(day: Day) -> None:
    """Two sessions cannot be planned before a date: both rows get it at once."""
    tab = day.hands.desk.tab
    day.hands.desk.open("/inbox?view=mine")
    picked = 0
    while picked < 2:
        day.hands.press("j")
        if day.say("安排调解会") in day.hands.here()["text"]:
            day.hands.press("x")
            picked += 1
    day.hands.press("b")
    day.hands.pick("verb", "follow-up")
    day.hands.reach_button(day.say("对选中的办"))
    day.hands.press("Enter")
    tab.wait_for_selector("#bulk-day")
    day.hands.write("day", "2026-04-02")
    day.hands.press("Enter")
    tab.wait_for_selector("[data-undo]")
    assert "2" in tab.inner_text("#bulk-title")


def holds_a_session(day: Day) -> None:
    """In the afternoon: the safety check first, then the session and its minutes."""
    scene = day.scenes["session"]
    day.house.move_clock(f"{DAY}T15:00")
    day.hands.desk.signed_in()
    with clock.frozen(clock.instant_from_iso(f"{DAY}T15:00{ZONE}")):
        day.take_up("会前安全检查")
        day.finish(typed.check(scene))
        day.now_at("召开调解会")
        day.finish(typed.minutes_of(scene, 1, "agreement"))


def hands_over_before_leave(day: Day, wang: Desk) -> None:
    """Before she goes on leave everything in her hands goes to her colleague, piece by piece."""
    tab = day.hands.desk.tab
    day.hands.desk.open("/absences")
    day.hands.write("since", "2026-03-31")
    day.hands.write("until", "2026-04-03")
    day.hands.reach("substitute")
    day.hands.press("End")
    day.hands.reach_button(day.say("登记并交接"))
    day.hands.press("Enter")
    tab.wait_for_selector("[name=verb][value=hand-over]", state="attached")
    day.hands.reach_button(day.say("核对选中的"))
    day.hands.press("Enter")
    tab.wait_for_selector("#bulk-step")
    day.hands.reach_button(day.say("确认：%(verb)s %(n)s 件"))
    day.hands.press("Enter")
    tab.wait_for_selector("#bulk-title")
    wang.signed_in()
    wang.open("/inbox?view=mine")
    assert "记录调解结果" in wang.text()
