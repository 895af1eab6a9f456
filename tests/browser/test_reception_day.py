"""A receptionist's five visits by keyboard alone: on a wide screen, on a narrow one, in English.

The log tells how many seconds and fields one visit takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.clock import monotonic
from tests.browser.desk import Desk, House
from tests.browser.keyboard import Hands
from web.assets import STATIC

Sit = Callable[..., Desk]
AXE = STATIC.parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.timeout(600)

#: What every visit says; the words are short, as at a desk with people waiting.
SAID = {"sex": "female", "sms_ok": "true", "dv_flag": "false", "child_present": "false",
        "prior_police": "false", "prior_visit": "false"}  # fmt: skip


def begin(hands: Hands) -> None:
    """A new visit: the button has the focus already."""
    hands.desk.open("/visits/new")
    hands.desk.tab.wait_for_function("() => document.activeElement.matches('.btn--main')")
    hands.press("Enter")
    hands.desk.tab.wait_for_selector("#task-form")


def search(hands: Hands, name: str, phone: str = "") -> None:
    """Who comes; nobody like this came before."""
    hands.write("name", name)
    if phone:
        hands.write("phone", phone)
    hands.choose("search_result", "new_person")
    hands.finish()


def nothing_dangerous(hands: Hands) -> None:
    """One key answers the five questions."""
    hands.desk.tab.wait_for_function("() => document.activeElement.matches('[data-all-no]')")
    hands.press("Enter")
    hands.touched.add("the five questions")
    answered = hands.desk.tab.eval_on_selector_all(
        "[data-question] details input:checked", "all => all.map(one => one.name + one.value)"
    )
    assert len(answered) == 10
    hands.finish()


def register(hands: Hands, **more: str) -> None:
    """The register of visits, in the order of the page; what is known stands there already."""
    said = {**SAID, **more}
    hands.choose("sex", said["sex"])
    hands.write("age", "34")
    hands.choose("sms_ok", said["sms_ok"])
    hands.pick("category", "F12")
    hands.write("summary", more.get("summary", "想了解离婚时财产怎么分。"))
    hands.write("request", more.get("request", "想知道怎么办"))
    for key in ("dv_flag", "child_present", "prior_police", "prior_visit"):
        hands.choose(key, said[key])
    hands.finish()


def consent(hands: Hands) -> None:
    """Privacy is explained and agreed to."""
    hands.choose("privacy_told", "true")
    hands.choose("consent_basis", "consent")
    hands.desk.tab.wait_for_selector('[name="consent_service"]')
    hands.choose("consent_service", "true")
    hands.choose("consent_sensitive", "true")
    hands.choose("consent_share", "false")
    hands.choose("consent_sms", "true")
    hands.choose("signed_by", "self")
    hands.desk.tab.wait_for_selector('[name="sign_method"]')
    hands.pick("sign_method", "paper")
    hands.finish()


def grade_and_class(hands: Hands) -> None:
    """How urgent it is and what it is about; what was registered stands there already."""
    hands.choose("risk_level", "yellow")
    hands.finish()
    assert hands.desk.tab.input_value('[name="category_d"]') == "F12"
    for key, value in (("category_a", "0101"), ("category_c", "C01")):
        hands.pick(key, value)
    hands.pick("service_type", "legal-help")
    hands.choose("difficulty", "simple")
    hands.choose("group_matter", "false")
    hands.finish()


def numbers_of(desk: Desk) -> list[str]:
    """The numbers of the cases that this person sees."""
    desk.open("/cases")
    found: list[str] = desk.tab.eval_on_selector_all(
        ".found .row",
        "all => all.map(one => (one.innerText.match(/XG-DH-\\\\d+-\\\\d+/) || [''])[0])",
    )
    return found


def test_a_visit_is_registered_in_two_minutes_and_25_fields(house: House, desk: Sit) -> None:
    house.move_clock("2026-03-02T09:10")
    liu = Hands(desk=desk("liuyan", width=1360, height=900))
    began = monotonic()
    begin(liu)
    search(liu, "张芳", "138 0000 1111")
    nothing_dangerous(liu)
    assert liu.desk.tab.input_value('[name="name"]') == "张芳"
    assert liu.desk.tab.input_value('[name="phone"]') == "13800001111"
    assert liu.desk.tab.input_value('[name="visitor_count"]') == "1"
    assert liu.desk.tab.input_value('[name="channel"]') == "walk-in"
    register(liu)
    seconds, fields = monotonic() - began, len(liu.touched)
    print(f"a visit was registered by keyboard in {seconds:.1f} s and {fields} fields")
    assert seconds <= 120
    assert fields <= 25
    consent(liu)
    grade_and_class(liu)
    print(
        f"through consent, grade and class it took {monotonic() - began:.1f} s "
        f"and {len(liu.touched)} fields"
    )
    assert liu.desk.complaints == []


def test_a_prepared_task_takes_four_clicks_from_claim_to_complete(house: House, desk: Sit) -> None:
    liu = Hands(desk=desk("liuyan", width=1360, height=900))
    begin(liu)
    search(liu, "周秀", "138 0000 3333")
    nothing_dangerous(liu)
    register(liu)
    consent(liu)
    grade_and_class(liu)
    he = desk("hetao", width=1360, height=900)
    he.open("/inbox?view=pool")
    he.tab.click("#inbox-rows a:has-text('分流决定')")
    he.tab.wait_for_selector("#detail #task-title")
    he.tab.click("#detail .acts button:has-text('领取')")
    he.tab.wait_for_selector("#detail #task-form")
    he.tab.locator("label", has=he.tab.locator('[name="route"][value="consult"]')).click()
    task = he.tab.get_attribute("#task", "data-task")
    he.tab.click(".acts button:has-text('完成')")
    he.tab.wait_for_function(
        "task => document.querySelector('#task')?.dataset.task !== task", arg=task
    )
    print("from the row to the finished task: 4 clicks")
    assert he.tab.query_selector(".errors") is None


def test_who_came_before_is_found_by_initials_and_need_not_be_typed(
    house: House, desk: Sit
) -> None:
    liu = Hands(desk=desk("liuyan", width=1360, height=900))
    begin(liu)
    search(liu, "孙巧", "138 0000 2222")
    nothing_dangerous(liu)
    register(liu)
    liu.desk.open("/waiting")
    liu.write("called", "穿红衣服的")
    liu.reach_button("请她坐")
    liu.press("Enter")
    liu.desk.tab.wait_for_selector(".waiting li:has-text('穿红衣服的')")
    liu.reach_button("请进来")
    liu.press("Enter")
    liu.desk.tab.wait_for_selector("#task-form")
    liu.write("name", "sq")
    liu.desk.tab.wait_for_selector("#found button:has-text('同一个人')")
    assert "姓名首字母相同" in liu.desk.tab.inner_text("#found")
    liu.write("name", "")
    liu.write("phone", "2222")
    liu.desk.tab.wait_for_selector("#found:has-text('电话尾号相同')")
    liu.reach_button("同一个人，另一件事")
    liu.press("Enter")
    liu.desk.tab.wait_for_function("() => document.querySelector('[name=name]').value === '孙巧'")
    assert liu.desk.tab.input_value('[name="phone"]') == "13800002222"
    assert liu.desk.tab.is_checked('[name="search_result"][value="same_person"]')
    liu.desk.tab.focus('[name="name"]')
    liu.finish()
    nothing_dangerous(liu)
    assert liu.desk.tab.input_value('[name="name"]') == "孙巧"
    assert liu.desk.complaints == []


def test_a_yes_opens_the_finer_questions_and_starts_the_emergency(house: House, desk: Sit) -> None:
    liu = Hands(desk=desk("liuyan", width=390, height=800))
    begin(liu)
    search(liu, "龘龘")
    tab = liu.desk.tab
    liu.choose("_ask.ask_danger_here", "no")
    liu.choose("_ask.ask_deadly_threat", "yes")
    tab.wait_for_selector('#ask_deadly_threat details[open] [name="threat_to_kill"]')
    liu.choose("weapon_shown", "true")
    liu.choose("threat_to_kill", "false")
    for group in ("ask_hurt", "ask_child"):
        liu.choose(f"_ask.{group}", "no")
    liu.choose("_ask.ask_home", "yes")
    assert tab.is_checked('[name="afraid_to_go_home"][value="true"]')
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 390
    liu.finish()
    liu.desk.open("/emergency")
    assert "突发" in liu.desk.text()
    assert liu.desk.complaints == []


def test_a_paper_record_keeps_its_time_and_a_lost_line_loses_nothing(
    house: House, desk: Sit
) -> None:
    house.move_clock("2026-03-02T10:10")
    liu = Hands(desk=desk("liuyan", width=1360, height=900))
    tab = liu.desk.tab
    liu.desk.open("/visits/new")
    liu.reach_button("补录纸质登记")
    liu.press("Enter")
    liu.write("arrived.date", "2026-02-27")
    liu.write("arrived.time", "16:40")
    liu.press("Enter")
    tab.wait_for_selector("#task-form")
    task = tab.get_attribute("#task", "data-task")
    liu.write("name", "赵丽、钱红")
    liu.press("Tab")
    tab.wait_for_selector(".advice:has-text('看起来写了两个人')")
    liu.write("name", "赵丽")
    liu.write("id_no", "42092219900101123X")
    liu.choose("search_result", "new_person")
    liu.press("Control+Enter")
    tab.wait_for_selector(".errors")
    assert "证" in tab.inner_text(".errors")
    assert tab.input_value('[name="id_no"]') == "42092219900101123X"
    liu.write("id_no", "")
    tab.context.set_offline(True)
    liu.press("Control+Enter")
    tab.wait_for_selector("#toasts .toast")
    assert tab.input_value('[name="name"]') == "赵丽"
    tab.context.set_offline(False)
    tab.focus('[name="name"]')
    liu.finish()
    assert "超" in tab.inner_text(".clock")
    # Back after sending: the step says that it is done, and sending it again changes nothing.
    now = tab.get_attribute("#task", "data-task")
    tab.go_back()
    tab.wait_for_selector(f'#task[data-task="{task}"]')
    tab.wait_for_load_state("domcontentloaded")
    assert "办结" in tab.inner_text("#task")
    assert tab.query_selector("#task-form") is None
    liu.desk.open(f"/tasks/{now}")
    assert tab.query_selector("#task-form") is not None


def test_the_same_in_english_on_a_narrow_screen(house: House, desk: Sit) -> None:
    liu = Hands(desk=desk("liuyan", width=390, height=800))
    liu.desk.open("/language/en?next=/visits/new")
    began = monotonic()
    begin(liu)
    search(liu, "Zhang Wei", "139 0000 5555")
    assert "“No” to all five questions" in liu.desk.text()
    assert "Is she afraid to go home tonight?" in liu.desk.text()
    nothing_dangerous(liu)
    register(liu, summary="Asks how property is shared.", request="Advice")
    seconds = monotonic() - began
    print(f"in English at 390 px: {seconds:.1f} s and {len(liu.touched)} fields")
    assert seconds <= 120
    assert "Privacy" in liu.desk.text() or "privacy" in liu.desk.text()
    assert liu.desk.tab.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert liu.desk.complaints == []


def test_a_colleague_takes_the_seat_and_gives_it_back(house: House, desk: Sit) -> None:
    liu = Hands(desk=desk("liuyan", width=1360, height=900))
    tab: Any = liu.desk.tab
    begin(liu)
    page = tab.evaluate("() => location.pathname")
    liu.write("name", "孙小菲")
    liu.desk.open(f"/switch?page={page}")
    for who, secret in (("hetao", "sanlian-demo"), ("liuyan", "sanlian-demo")):
        if who == "liuyan":
            liu.desk.open("/switch")
        liu.write("username", who)
        liu.write("secret", secret)
        liu.press("Enter")
        tab.wait_for_function("() => !location.pathname.startsWith('/switch')")
    assert tab.evaluate("() => location.pathname") == page
    assert tab.input_value('[name="name"]') == "孙小菲"


def violations(desk: Desk) -> list[Any]:
    """What axe finds wrong on the page that is open."""
    desk.tab.add_script_tag(path=AXE)
    found = desk.tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        (each["id"], [node["target"] for node in each["nodes"]]) for each in found["violations"]
    ]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core: run npm ci in web/frontend")
def test_the_pages_of_the_reception_have_no_accessibility_violation(
    house: House, real_browser: Any
) -> None:
    context = real_browser.new_context(bypass_csp=True, locale="zh-CN")
    chief = Desk(house=house, tab=context.new_page(), username="chenjing").signed_in()
    for path in ("/waiting", "/calendar", "/switch", "/me"):
        chief.open(path)
        assert violations(chief) == [], path
    liu = Desk(house=house, tab=context.new_page(), username="liuyan")
    liu.tab.context.clear_cookies()
    liu = Hands(desk=liu.signed_in())
    begin(liu)
    search(liu, "周婷")
    liu.choose("_ask.ask_hurt", "yes")
    liu.desk.tab.wait_for_timeout(400)
    assert violations(liu.desk) == []
    context.close()
