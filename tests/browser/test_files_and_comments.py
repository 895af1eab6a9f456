"""In a real browser files come by choice, drop and paste, a lost line loses nothing, a call is typed."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.desk import Desk, House
from tests.workflows.attachments import samples

Sit = Callable[..., Desk]

pytestmark = pytest.mark.timeout(300)

_GOOD, _BAD = ".attach-jobs li.is-good", ".attach-jobs li.is-bad"
#: Hands a file to the page as a drop or a paste does.
_GIVE = """([kind, name, type, text, words]) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const given = new DataTransfer();
    given.items.add(new File([bytes], name, { type }));
    if (words) given.setData("text/plain", words);
    const place = document.querySelector(kind === "drop" ? "form[data-attach]" : "#comment-text");
    const event = kind === "drop"
        ? new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true })
        : new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true });
    place.dispatchEvent(event);
    return event.defaultPrevented;
}"""


def file(name: str, kind: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": kind, "buffer": content}


def given(desk: Desk, how: str, name: str, kind: str, content: bytes, text: str = "") -> bool:
    coded = base64.b64encode(content).decode()
    return bool(desk.tab.evaluate(_GIVE, [how, name, kind, coded, text]))


def at_a_new_case(desk: Desk) -> str:
    """The task page of a visit that has just begun; answers its address."""
    desk.open("/visits/new")
    desk.tab.click("button:has-text('开始接待')")
    desk.tab.wait_for_selector("#task-form")
    desk.tab.wait_for_selector("html.can-attach")
    return str(desk.tab.url)


def test_several_files_come_one_by_one_and_the_wrong_one_is_named(house: House, desk: Sit) -> None:
    house.move_clock("2026-03-30T09:10")
    liu = desk("liuyan")
    at_a_new_case(liu)
    liu.tab.fill("#name", "龘女士")
    liu.tab.set_input_files(
        "input[name=file]",
        [
            file("现场.jpg", "image/jpeg", samples.picture()),
            file("合同.pdf", "application/pdf", samples.PROGRAM),
            file("证明.pdf", "application/pdf", samples.paper(3)),
        ],
    )
    liu.tab.wait_for_selector(f"{_GOOD} >> nth=1")
    assert "“合同.pdf”的内容和扩展名不符" in liu.tab.inner_text(_BAD)
    liu.tab.wait_for_selector("#attachment-list a:has-text('证明.pdf')")
    liu.tab.wait_for_selector("#attachment-list a:has-text('现场.jpg')")
    assert liu.tab.input_value("#name") == "龘女士"
    with liu.tab.expect_download() as download:
        liu.tab.click("#attachment-list a:has-text('证明.pdf')")
    assert download.value.suggested_filename == "证明.pdf"
    assert liu.complaints == []


def test_a_drop_and_a_paste_arrive_and_a_pasted_table_stays_text(house: House, desk: Sit) -> None:
    house.move_clock("2026-03-30T09:20")
    liu = desk("liuyan")
    at_a_new_case(liu)
    picture = samples.picture("PNG")
    assert given(liu, "drop", "拖来的.png", "image/png", picture)
    assert given(liu, "paste", "image.png", "image/png", picture)
    assert not given(liu, "paste", "image.png", "image/png", picture, "日期\t地点")
    liu.tab.wait_for_selector(f"{_GOOD} >> nth=1")
    assert liu.complaints == []


def test_a_lost_line_keeps_what_was_stored_and_one_press_sends_the_rest(
    house: House, desk: Sit
) -> None:
    house.move_clock("2026-03-30T09:30")
    liu = desk("liuyan")
    at_a_new_case(liu)
    liu.tab.set_input_files("input[name=file]", file("一.pdf", "application/pdf", samples.paper()))
    liu.tab.wait_for_selector(_GOOD)
    liu.tab.context.set_offline(True)
    liu.tab.set_input_files("input[name=file]", file("二.pdf", "application/pdf", samples.paper(2)))
    liu.tab.wait_for_selector(_BAD)
    assert "“二.pdf”没有传完，连接断了" in liu.tab.inner_text(_BAD)
    liu.tab.context.set_offline(False)
    liu.tab.click(f"{_BAD} button:has-text('再试一次')")
    liu.tab.wait_for_selector(f"{_GOOD} >> nth=1")
    liu.tab.reload()
    listed = [
        liu.tab.locator(f"#attachment-list li:has-text('{name}')").count()
        for name in ("一.pdf", "二.pdf")
    ]
    assert listed == [1, 1]


def test_a_colleague_is_called_by_keyboard_and_finds_the_call(house: House, desk: Sit) -> None:
    house.move_clock("2026-03-30T09:40")
    liu = desk("liuyan")
    at_a_new_case(liu)
    liu.tab.focus("#comment-text")
    liu.tab.keyboard.type("请看一下 @陈")
    liu.tab.wait_for_selector(".calls [role=option]")
    assert liu.tab.inner_text(".calls") == "陈静"
    liu.tab.keyboard.press("Enter")
    assert liu.tab.input_value("#comment-text") == "请看一下 @陈静 "
    liu.tab.click("#comments form button:has-text('留言')")
    liu.tab.wait_for_selector("#comment-list li:has-text('请看一下')")
    assert liu.tab.input_value("#comment-text") == ""
    chen = desk("chenjing", width=390, height=844)
    chen.open("/notices")
    chen.tab.click("a:has-text('同事在案件留言里提到了您')")
    chen.tab.wait_for_url(re.compile("/cases/"))
    assert "请看一下 @陈静" in chen.tab.inner_text("#comment-list li.is-for-me")
    assert chen.tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert liu.complaints == chen.complaints == []
