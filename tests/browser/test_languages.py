"""Who reads English meets no Chinese but data, who reads Chinese no English but names of things.

Every page that a person of the cast can reach by links is opened in both languages, with a visit
and an emergency under way, closed menus included. Data are what people typed and what they are
called; code, keys and drawings are nobody's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.desk import Desk, House
from tests.web.emergencies import GRADE_II
from tests.web.reception import KNOWN, SAFE
from workflows.codes import load_departments
from workflows.demo.cast import CAST

Sit = Callable[..., Desk]

pytestmark = pytest.mark.timeout(600)

WHO = ("liuyan", "limei", "hetao", "chenjing", "sunwei", "zhoulan", "fanglei", "police", "xulaw")
#: Pages of one kind are alike; so many of each are read.
EACH = 2
MOST = 40

#: Everything that a reader or their screen reader meets, without code, keys and drawings.
TEXT = """() => {
    const copy = document.documentElement.cloneNode(true);
    const nobodys = 'script, style, code, kbd, svg, template, meta, link, .diagram, [lang]:not(html)';
    copy.querySelectorAll(nobodys).forEach((node) => node.remove());
    const said = ['title', 'aria-label', 'placeholder', 'alt'];
    const marks = [...copy.querySelectorAll('*')].flatMap((node) =>
        said.map((name) => node.getAttribute(name) || ''));
    const texts = [];
    const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) texts.push(walk.currentNode.nodeValue.trim());
    return [...texts, ...marks].filter(Boolean);
}"""
LINKS = """() => [...document.querySelectorAll('a[href]')].map((a) => new URL(a.href))
    .filter((url) => url.origin === location.origin).map((url) => url.pathname + url.search)"""

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_ENGLISH = re.compile(r"[A-Za-z]{3,}")
_SKIPPED = re.compile(r"^/(language|sign-out|static|live)|/source$|wall=1")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")

TYPED = ("孙丽娟", "今晚不敢回家", "赵警官")
#: What people are called has no other language; a unit's short name is its name.
NAMES = {member.name for member in CAST} | {
    f"{department.name.zh}联络员" for department in load_departments()
}
CHINESE_DATA = re.compile(
    "|".join(sorted(map(re.escape, {*TYPED, *NAMES, KNOWN["name"]}), key=len, reverse=True))
)
#: Formats, keys and numbers that are the same in every language.
ENGLISH_DATA = re.compile(
    r"XG-[A-Z]+-\d+-\d+|TF-\d+-\d+|\.?bpmn|\.?dmn|\.json|Ctrl|English|Sanlian|[a-z0-9]+(-[a-z0-9]+)+"
    r"|H\d\d[.a-z0-9]*|T\d\d[.a-z]*"
)


@pytest.fixture(scope="module")
def alive(house: House, real_browser: Any) -> Iterator[None]:
    """A visit that became an emergency, so that pages have something to tell."""
    context = real_browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    context.set_default_timeout(30_000)
    liu = Desk(house=house, tab=context.new_page(), username="liuyan").signed_in()
    house.move_clock("2026-08-25T22:40")
    liu.signed_in()
    liu.open("/visits/new")
    liu.tab.click("button:has-text('开始接待')")
    liu.tab.wait_for_selector("#task-form")
    liu.do({"name": TYPED[0], "phone": "13800002222", "search_result": "new_person"})
    liu.do(
        SAFE | {"weapon_shown": "true", "minor_at_risk": "true", "screened_at": "2026-08-25 22:40"}
    )
    context.close()
    context = real_browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    context.set_default_timeout(30_000)
    he = Desk(house=house, tab=context.new_page(), username="hetao").signed_in()
    he.claim("值班长确认等级")
    he.do({**GRADE_II, "graded_at": "2026-08-25 22:40"})
    house.move_clock("2026-08-25T22:52")
    context.close()
    yield


def pages(desk: Desk) -> Iterator[str]:
    """Every page that links lead to from the inbox, a few of each kind."""
    seen: dict[str, int] = {}
    waiting, known = ["/inbox", "/me", "/query"], {"/inbox", "/me", "/query"}
    while waiting and sum(seen.values()) < MOST:
        path = waiting.pop(0)
        kind = _ID.sub("*", re.sub(r"\?.*", "", path))
        kind = re.sub(r"^(/library/\w+)/.*", r"\1/*", kind)
        if seen.get(kind, 0) >= EACH:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        desk.open(path)
        yield path
        for link in desk.tab.evaluate(LINKS):
            if link not in known and not _SKIPPED.search(link):
                known.add(link)
                waiting.append(link)


def foreign(desk: Desk, letters: re.Pattern[str], data: re.Pattern[str]) -> Iterator[str]:
    """Texts in the other language that are no data, page by page."""
    for path in pages(desk):
        for text in desk.tab.evaluate(TEXT):
            if letters.search(data.sub("", text)):
                yield f"{path}: {text[:120]}"


@pytest.mark.parametrize("username", WHO)
def test_an_english_reader_meets_no_chinese(alive: None, desk: Sit, username: str) -> None:
    person = desk(username)
    person.open("/language/en")
    assert sorted(set(foreign(person, _CHINESE, CHINESE_DATA))) == []


@pytest.mark.parametrize("username", WHO)
def test_a_chinese_reader_meets_no_english(alive: None, desk: Sit, username: str) -> None:
    person = desk(username)
    usernames = "|".join(re.escape(name) for name in (*WHO, "gaohong", "wangqiang", "zhaomin"))
    data = re.compile(f"{ENGLISH_DATA.pattern}|{usernames}")
    assert sorted(set(foreign(person, _ENGLISH, data))) == []
