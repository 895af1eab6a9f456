"""How soon a page says what it is about on an old PC, and whether it moves afterwards.

Each page is opened with an empty cache in a browser that is four times slower than this machine, on
a line of 10 Mbit/s with 40 ms to the server and back. The server shares the machine and is not
slowed down. Two figures are told of each: the largest contentful paint, and the sum of the layout
shifts of the first seconds. The editor of diagrams is ready when sixty steps can be changed; it is
also opened at full speed.
"""

from __future__ import annotations

import re
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from engine import protection
from tests.bench.measuring import Figure
from tests.browser.busy_morning import BEGINS, FULL_DESK, HEAD_FINDS, live_until_monday
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.desk import Desk, House
from tests.browser.serving import furnish, served

SLOWER, BYTES_A_SECOND, LATENCY_MS = 4, 10_000_000 / 8, 40
#: Whose page, and where.
PAGES: Final = (
    ("", "/sign-in"), ("", "/query"), ("limei", "/inbox"), ("limei", "/inbox?view=mine"),
    ("limei", "task"), ("limei", "task alone"), ("limei", "case"), ("limei", "/cases"),
    ("limei", "/calendar"), ("limei", "/me"), ("limei", "/absences"), ("liuyan", "/visits/new"),
    ("liuyan", "/waiting"), ("chenjing", "/emergency"), ("chenjing", "/emergency/board"), ("liuyan", "/emergency/report"),
    ("chenjing", "/station"), ("chenjing", "/station/team"), ("chenjing", "/inbox?view=team"),
    ("fanglei", "/library"),
)  # fmt: skip
_LOOK = """() => new Promise((said) => {
    let paint = 0, moved = 0;
    const see = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each))
        .observe({ type, buffered: true });
    see('largest-contentful-paint', (entry) => { paint = entry.startTime; });
    see('layout-shift', (entry) => { if (!entry.hadRecentInput) moved += entry.value; });
    setTimeout(() => said([paint, moved]), 2500);
})"""


def figures() -> Iterator[Figure]:
    """Two lines a page, then the worst of each."""
    paints, moves = [], []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        furnish(
            home, protection.Keyring.fresh(),
            lambda *now: live_until_monday(*now, FULL_DESK + HEAD_FINDS),
        )  # fmt: skip
        with served(home, since=BEGINS) as house, sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for who, path in PAGES:
                paint, moved = _opened(browser, house, who, path)
                paints.append(paint)
                moves.append(moved)
                yield Figure(name=f"largest paint {path}", value=paint, unit="ms")
                yield Figure(name=f"layout shift {path}", value=moved, unit="")
            for rate, goal in ((1, "≤ 1000"), (SLOWER, "≤ 4000")):
                ready = _editor_ready(browser, house, rate)
                yield Figure(
                    name=f"editor ready, {rate} times slower", value=ready, unit="ms", goal=goal
                )
            browser.close()
    yield Figure(name="largest paint, worst page", value=max(paints), unit="ms", goal="≤ 1500")
    yield Figure(name="layout shift, worst page", value=max(moves), unit="", goal="< 0.05")


def _opened(browser: Any, house: House, who: str, path: str) -> tuple[float, float]:
    """Sign in at full speed, then open the page as an old PC does."""
    context = browser.new_context(viewport={"width": 1360, "height": 900}, locale="zh-CN")
    tab = context.new_page()
    if who:
        desk = Desk(house=house, tab=tab, username=who).signed_in()
        path = _address(desk, path)
    _slow_down(tab, SLOWER)
    answer = tab.goto(f"{house.address}{path}")
    assert answer.status == 200, (path, answer.status)
    paint, moved = tab.evaluate(_LOOK)
    context.close()
    return float(paint), float(moved)


def _slow_down(tab: Any, rate: int) -> None:
    """An empty cache, a slower processor, and then also a slower line."""
    tab.goto("about:blank")
    wire = tab.context.new_cdp_session(tab)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    if rate == 1:
        return
    wire.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND,
         "uploadThroughput": BYTES_A_SECOND},
    )  # fmt: skip
    wire.send("Emulation.setCPUThrottlingRate", {"rate": rate})


def _editor_ready(browser: Any, house: House, rate: int) -> float:
    """The median of three openings."""
    found = []
    for _try in range(3):
        context = browser.new_context(viewport={"width": 1360, "height": 900}, locale="zh-CN")
        desk = Desk(house=house, tab=context.new_page(), username="fanglei").signed_in()
        _slow_down(desk.tab, rate)
        desk.open("/modeler/visit")
        desk.tab.wait_for_selector("[data-modeler][data-ready=true]", timeout=60_000)
        mark = "performance.getEntriesByName('modeler-ready')[0].startTime"
        found.append(float(desk.tab.evaluate(mark)))
        context.close()
    return statistics.median(found)


def _address(desk: Desk, path: str) -> str:
    """Where a page is that needs a task or a case."""
    if path.startswith("/"):
        return path
    desk.open("/cases" if path == "case" else "/inbox?view=mine")
    row = ".found .row a" if path == "case" else "#inbox-rows a"
    found = str(desk.tab.get_attribute(f"{row} >> nth=0", "href"))
    task = re.search(r"[0-9a-f-]{36}", found)
    assert task is not None, found
    return {
        "case": found, "task": f"/inbox?view=mine&task={task[0]}", "task alone": f"/tasks/{task[0]}"
    }[path]  # fmt: skip
