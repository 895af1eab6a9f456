"""In a real browser the model pages keep the content policy, are accessible, live and forgiving."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.serving import make_server

from web.assets import STATIC
from web.styleguide import PAGES, create_app

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = api.expect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = STATIC.parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 800}

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
    # The development server leaves a static file to the collector when a browser hangs up on it.
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in.*FileIO:pytest.PytestUnraisableExceptionWarning"
    ),
]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The style guide served on a free port."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/styleguide"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with api.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Any) -> Iterator[Any]:
    """A desk-size tab of its own."""
    context = chromium.new_context(viewport=DESK)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_policy_fits_its_width_and_asks_for_little(
    chromium: Any, site: str, name: str, size: dict[str, int]
) -> None:
    context = chromium.new_context(viewport=size)
    tab, said, asked = context.new_page(), [], []

    def listen(line: Any) -> None:
        if line.type == "error":
            said.append(line.text)

    tab.on("console", listen)
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{site}/{name}")
    if name == "case":
        tab.wait_for_selector("[data-ready=true]")
    assert said == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert len(asked) <= 8
    assert all(url.startswith(site.removesuffix("/styleguide")) for url in asked)
    context.close()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core: run npm ci in web/frontend")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_accessibility_violation(
    chromium: Any, site: str, name: str, scheme: str
) -> None:
    context = chromium.new_context(viewport=DESK, color_scheme=scheme, bypass_csp=True)
    tab = context.new_page()
    tab.goto(f"{site}/{name}")
    tab.add_script_tag(path=AXE)
    found = tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [
        (each["id"], [n["target"] for n in each["nodes"]]) for each in found["violations"]
    ] == []
    assert len(found["passes"]) > 5
    context.close()


def test_targets_on_a_phone_are_large_enough_for_a_thumb(chromium: Any, site: str) -> None:
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    tab = context.new_page()
    tab.goto(f"{site}/task")
    targets = tab.locator(".acts .btn:visible, .bottom > a, .bottom summary, .choice span").all()
    assert len(targets) >= 12
    assert [node for node in targets if node.bounding_box()["height"] < 44] == []
    context.close()


def test_the_diagram_leaves_the_watermark_free_and_shows_where_the_case_stands(
    tab: Any, site: str
) -> None:
    tab.goto(f"{site}/case")
    tab.wait_for_selector("[data-ready=true]")
    mark = tab.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_visible()
    on_top = """link => { const b = link.getBoundingClientRect();
      const node = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
      return link.contains(node) }"""
    assert mark.evaluate(on_top)
    drawn = tab.locator(".djs-shape .djs-visual").evaluate_all(
        "all => all.map(n => n.getBoundingClientRect()).map(b => [b.x, b.y, b.right, b.bottom])"
    )
    box = mark.bounding_box()
    assert not [d for d in drawn if d[2] > box["x"] and d[3] > box["y"]]
    expect(tab.locator(".mark--token")).to_have_text("李梅")
    expect(tab.get_by_role("img", name=re.compile("矛盾联调流程"))).to_be_visible()
    expect(tab.get_by_role("cell", name="会前安全检查")).to_be_visible()


def test_a_diagram_that_does_not_load_leaves_its_table_and_says_so(tab: Any, site: str) -> None:
    tab.route("**/sample.bpmn", lambda route: route.fulfill(status=500))
    tab.goto(f"{site}/case")
    tab.wait_for_selector("[data-ready=failed]")
    expect(tab.get_by_text("流程图没有载入")).to_be_visible()
    expect(tab.get_by_role("cell", name="会前安全检查")).to_be_visible()


def test_a_due_counts_down_on_the_servers_clock_whatever_the_pc_says(tab: Any, site: str) -> None:
    tab.clock.install(time=datetime(2020, 1, 1, tzinfo=UTC))
    tab.goto(f"{site}/inbox")
    chip = tab.locator("#task-t1 .due time")
    expect(chip).to_have_text("剩 6 分 12 秒")
    tab.clock.run_for(13_000)
    expect(chip).to_have_text("剩 5 分 59 秒")
    tab.clock.run_for(380_000)
    expect(chip).to_have_text(re.compile("^超期"))
    expect(tab.locator("#task-t1 .due")).to_have_class(re.compile("due--late"))
    expect(tab.locator("#task-t4 .due time")).to_have_text("剩 1 个工作日")


def test_a_due_unfolds_its_law_by_a_tap_and_folds_when_the_reader_goes_on(
    tab: Any, site: str
) -> None:
    tab.goto(f"{site}/inbox")
    tab.locator("#task-t5 .due summary").click()
    expect(tab.locator("#task-t5 .due-more")).to_contain_text(
        "法定期限 人民调解工作若干规定第 33 条"
    )
    tab.keyboard.press("Escape")
    expect(tab.locator("#task-t5 .due-more")).to_be_hidden()


def test_keys_move_in_the_list_and_never_while_typing(tab: Any, site: str) -> None:
    tab.goto(f"{site}/inbox")
    tab.keyboard.press("j")
    expect(tab.get_by_role("link", name="征求被申请人意见")).to_be_focused()
    tab.keyboard.press("k")
    expect(tab.get_by_role("link", name="会前安全检查（第 2 次调解会）")).to_be_focused()
    tab.keyboard.press("/")
    box = tab.get_by_role("searchbox")
    expect(box).to_be_focused()
    tab.keyboard.type("jk/?")
    expect(box).to_have_value("jk/?")


def test_single_keys_can_be_switched_off(tab: Any, site: str) -> None:
    tab.goto(f"{site}/inbox")
    tab.keyboard.press("?")
    tab.get_by_label("使用单键快捷键").uncheck()
    tab.get_by_role("button", name="关闭").click()
    tab.keyboard.press("j")
    expect(tab.get_by_role("link", name="征求被申请人意见")).not_to_be_focused()
    tab.reload()
    tab.keyboard.press("j")
    expect(tab.get_by_role("link", name="征求被申请人意见")).not_to_be_focused()


def fragment(site_tab: Any, site: str) -> str:
    return str(site_tab.request.get(f"{site}/inbox-rows").text())


def without_row(rows: str, row: str) -> str:
    changed, count = re.subn(
        rf'<li class="row[^>]*id="task-{row}".*?</li>', "", rows, flags=re.DOTALL
    )
    assert count == 1
    return changed


def speak(tab: Any, topic: str) -> None:
    """The stream announces one change, then stays away for long."""
    body = f"retry: 3600000\n\nevent: {topic}\ndata: 1\n\n"
    tab.route(
        "**/styleguide/live*",
        lambda route: route.fulfill(content_type="text/event-stream", body=body),
    )


def test_a_row_claimed_by_another_says_so_and_moves_neither_focus_nor_typing(
    tab: Any, site: str
) -> None:
    rows = without_row(fragment(tab, site), "t4").replace(
        "data-taken='{}'", """data-taken='{"t4": "王强"}'"""
    )
    tab.route("**/inbox-rows", lambda route: route.fulfill(content_type="text/html", body=rows))
    speak(tab, "inbox")
    tab.goto(f"{site}/inbox", wait_until="commit")
    tab.get_by_label("申请人当前情绪").fill("正在写的话")
    gone = tab.locator("#task-t4")
    expect(gone).to_contain_text("已被王强领取")
    expect(gone).to_have_class(re.compile("is-gone"))
    expect(tab.get_by_label("申请人当前情绪")).to_be_focused()
    expect(tab.get_by_label("申请人当前情绪")).to_have_value("正在写的话")
    expect(gone).to_have_count(0, timeout=8000)


def test_a_refused_stream_turns_to_polling_and_says_so(tab: Any, site: str) -> None:
    tab.clock.install()
    tab.route("**/styleguide/live*", lambda route: route.fulfill(status=503))
    tab.goto(f"{site}/inbox")
    tab.clock.run_for(2_000)
    expect(tab.locator("[data-connection]")).to_contain_text("每 20 秒更新一次")
    with tab.expect_request("**/inbox-rows"):
        tab.clock.run_for(21_000)


def test_a_board_that_hears_nothing_greys_out_and_says_since_when(tab: Any, site: str) -> None:
    tab.clock.install()
    tab.goto(f"{site}/board")
    expect(tab.locator("header [data-connection]")).to_have_text("实时连接正常")
    tab.route("**/styleguide/live*", lambda route: route.abort())
    tab.route("**/board-cards", lambda route: route.abort())
    tab.clock.run_for(30_000)
    expect(tab.locator("body")).to_have_class(re.compile("is-stale"))
    expect(tab.locator(".stale-banner")).to_contain_text(
        re.compile(r"连接中断，\d\d:\d\d:\d\d 起没有更新")
    )
    expect(tab.locator(".stale-banner")).to_be_visible()


def test_a_hidden_page_closes_its_stream_and_opens_it_when_it_returns(tab: Any, site: str) -> None:
    tab.goto(f"{site}/inbox")
    expect(tab.locator("[data-connection]")).to_have_text("实时连接正常")
    hide = """value => { Object.defineProperty(document, 'hidden', {configurable: true, value});
      document.dispatchEvent(new Event('visibilitychange')) }"""
    with tab.expect_event("requestfailed", lambda request: "/styleguide/live" in request.url):
        tab.evaluate(hide, True)
    with tab.expect_request("**/styleguide/live*"):
        tab.evaluate(hide, False)


def test_a_draft_is_saved_while_typing_and_survives_a_failure(tab: Any, site: str) -> None:
    answers = iter([500, 200])
    sent: list[str] = []

    def answer(route: Any) -> None:
        sent.append(route.request.post_data)
        route.fulfill(status=next(answers), json={"at": "13:37"})

    tab.route("**/styleguide/draft", answer)
    tab.goto(f"{site}/task")
    tab.get_by_label("申请人当前情绪").fill("stays here")
    state = tab.locator("[data-draft-state]")
    expect(state).to_have_text("草稿暂未保存，正在重试；填写的内容还在")
    expect(state).to_have_text("草稿已保存 13:37", timeout=10_000)
    assert len(sent) == 2
    assert all("emotion=stays+here" in body for body in sent)


def test_a_form_is_sent_once_however_often_its_button_is_pressed(tab: Any, site: str) -> None:
    sent: list[str] = []

    def answer(route: Any) -> None:
        if route.request.method == "GET":
            route.continue_()
            return
        sent.append(route.request.post_data)
        route.fulfill(status=204)

    tab.route("**/styleguide/task", answer)
    tab.goto(f"{site}/task")
    tab.evaluate(
        "() => { window.stopped = [];"
        " window.addEventListener('submit', e => window.stopped.push(e.defaultPrevented)) }"
    )
    with tab.expect_response(lambda response: response.status == 204):
        tab.get_by_role("button", name="完成检查").evaluate(
            "button => (button.click(), button.click())"
        )
    tab.get_by_role("button", name="转办").click()
    expect(tab.locator("#task-form")).to_have_attribute("aria-busy", "true")
    assert tab.evaluate("window.stopped") == [False, True, True]
    assert len(sent) == 1
    assert "act=complete" in sent[0]
    assert "csrf_token=sample" in sent[0]


def test_a_condition_fetches_the_fields_again_and_keeps_what_is_being_typed(
    tab: Any, site: str
) -> None:
    tab.goto(f"{site}/task")
    fields = tab.locator("#form-fields").evaluate("node => node.outerHTML")
    extra = (
        '<div class="field"><label for="f-who">谁，何时</label><input id="f-who" name="who"></div>'
    )
    answer = fields.replace('<div class="field', extra + '<div class="field', 1)
    asked: list[Any] = []

    def reply(route: Any) -> None:
        asked.append(route.request)
        route.fulfill(content_type="text/html", body=answer)

    tab.route("**/styleguide/form-fields", reply)
    tab.get_by_text("有", exact=True).click()
    tab.get_by_label("申请人当前情绪").fill("typed meanwhile")
    expect(tab.get_by_label("谁，何时")).to_be_visible()
    expect(tab.get_by_label("申请人当前情绪")).to_have_value("typed meanwhile")
    assert "threats=yes" in asked[0].post_data
    assert asked[0].headers["x-csrf-token"] == "sample"
    assert tab.locator("#form-fields").count() == 1


def test_a_list_grows_and_its_new_line_has_the_focus(tab: Any, site: str) -> None:
    tab.goto(f"{site}/new-visit")
    fields = tab.locator("#form-fields").evaluate("node => node.outerHTML")
    line = (
        '<li id="f-parties-item-1" data-focus><label for="n">称呼</label><input id="n"></li></ol>'
    )
    tab.route(
        "**/styleguide/form-fields",
        lambda route: route.fulfill(content_type="text/html", body=fields.replace("</ol>", line)),
    )
    with tab.expect_request("**/styleguide/form-fields") as asked:
        tab.get_by_role("button", name="再加一人").click()
    assert re.search('_add(=|"\\s+)parties', asked.value.post_data)
    expect(tab.locator("#f-parties-item-1 input")).to_be_focused()


def test_a_list_grows_without_the_script_too(chromium: Any, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site}/new-visit")
    with tab.expect_request(lambda request: request.method == "POST") as sent:
        tab.get_by_role("button", name="再加一人").click()
    assert b'name="_add"\r\n\r\nparties' in sent.value.post_data_buffer
    context.close()


def test_errors_are_summed_up_first_and_lead_to_their_fields(tab: Any, site: str) -> None:
    tab.goto(f"{site}/new-visit")
    expect(tab.locator(".errors")).to_be_focused()
    tab.get_by_role("link", name="请填写安全联系方式").click()
    expect(tab.get_by_label("安全联系方式和时段")).to_be_focused()
    phone = tab.get_by_label("联系电话", exact=True)
    expect(phone).to_have_attribute("aria-invalid", "true")
    expect(phone).to_have_accessible_description(re.compile("现在是 10 位"))


def test_escape_twice_leaves_for_the_neutral_page(tab: Any, site: str) -> None:
    tab.route("**/styleguide/neutral", lambda route: route.fulfill(body="weather"))
    tab.goto(f"{site}/case")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    tab.wait_for_url("**/styleguide/neutral")


@pytest.mark.parametrize("name", ["public", "sign-in", "error"])
def test_a_page_for_the_public_runs_no_script(tab: Any, site: str, name: str) -> None:
    tab.goto(f"{site}/{name}")
    assert tab.locator("script").count() == 0
    assert tab.locator("meta[name=referrer]").get_attribute("content") == "no-referrer"


def test_motion_stops_for_whoever_asks_for_none(chromium: Any, site: str) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(f"{site}/inbox")
    row = tab.locator("#task-t1")
    assert row.evaluate("node => getComputedStyle(node).transitionDuration") == "0s"
    context.close()


def test_paper_shows_the_case_without_the_machinery(tab: Any, site: str) -> None:
    tab.goto(f"{site}/case")
    tab.emulate_media(media="print")
    expect(tab.locator(".side")).to_be_hidden()
    expect(tab.locator(".top")).to_be_hidden()
    expect(tab.get_by_text("开始会前安全检查")).to_be_visible()
