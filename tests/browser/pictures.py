"""Pictures of every page at desk and phone width in both languages, to be looked at.

`python -m tests.browser.pictures FOLDER [--for-docs]` serves the demo house, signs in the people
whose pages they are, and writes `<page>-<language>-<width>.png`. Beside the pictures it names every
page that is wider than its screen or complained on the console; the exit status says so.
`--for-docs` takes only the few pages that the docs show, in Chinese and English at desk width.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.desk import Desk, House
from tests.browser.serving import free_port, wait_until_up
from tests.databases import ROOT

WIDTHS: Final = ((1280, 860), (390, 844))
LANGUAGES: Final = ("zh", "en")


@dataclass(frozen=True, kw_only=True)
class Page:
    """One picture: whose page, where it is, and what is pressed on the way."""

    name: str
    who: str
    path: str
    #: Selectors clicked one after another once the page is there.
    clicks: tuple[str, ...] = ()
    #: Whether the docs show it.
    docs: bool = False


def _page(name: str, who: str, path: str, *clicks: str, docs: bool = False) -> Page:
    return Page(name=name, who=who, path=path, clicks=clicks, docs=docs)


FIRST_ROW: Final = "#inbox-rows li a >> nth=0"
PAGES: Final = (
    _page("sign-in", "", "/sign-in"),
    _page("query", "", "/query"),
    _page("inbox", "limei", "/inbox", docs=True),
    _page("task", "limei", "/inbox?view=mine", FIRST_ROW, docs=True),
    _page("pool", "limei", "/inbox?view=pool", FIRST_ROW),
    _page("inbox-team", "chenjing", "/inbox?view=team"),
    _page("station", "chenjing", "/station"),
    _page("team", "chenjing", "/station/team", "main tbody a >> nth=0"),
    _page("absences", "chenjing", "/absences"),
    _page("cases", "limei", "/cases"),
    _page("case", "limei", "/cases", ".found .row a >> nth=0", docs=True),
    _page("me", "limei", "/me"),
    _page("notices", "limei", "/notices"),
    _page("visit-new", "liuyan", "/visits/new"),
    _page("waiting", "liuyan", "/waiting"),
    _page("switch", "liuyan", "/switch"),
    _page("calendar", "chenjing", "/calendar"),
    _page("emergency", "sunwei", "/emergency"),
    _page("incident", "sunwei", "/emergency", "main .row a >> nth=1"),
    _page("board", "sunwei", "/emergency/board", docs=True),
    _page("report", "sunwei", "/emergency/report"),
    _page("library", "fanglei", "/library"),
    _page("definition", "fanglei", "/library/process/joint-mediation", docs=True),
    _page("decision", "fanglei", "/library/decision/dt2-danger-points"),
    _page("upload", "fanglei", "/library/upload"),
    _page("people", "zhoulan", "/people"),
    _page("person-new", "zhoulan", "/people/new"),
    _page("failures", "zhoulan", "/failures"),
    _page("modeler", "fanglei", "/modeler/visit", docs=True),
    _page("deadlines", "fanglei", "/library/deadlines"),
    _page("templates", "fanglei", "/papers/templates"),
    _page("template", "fanglei", "/papers/templates/receipt"),
    _page("channels", "zhoulan", "/channels"),
    _page("my-channels", "limei", "/me/channels"),
    _page("access-log", "chenjing", "/access-log"),
)


@dataclass(kw_only=True)
class Album:
    """Where the pictures go, and what was wrong on the way."""

    folder: Path
    complaints: list[str] = field(default_factory=list)

    def take(self, desk: Desk, page: Page, language: str, width: int) -> None:
        """Open a page, press what must be pressed, and keep what is seen."""
        desk.open(page.path)
        for selector in page.clicks:
            desk.tab.click(selector)
            desk.tab.wait_for_load_state("domcontentloaded")
        desk.tab.evaluate("() => document.fonts.ready")
        desk.tab.wait_for_timeout(500)
        desk.tab.screenshot(path=self.folder / f"{page.name}-{language}-{width}.png")
        wide = desk.tab.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.complaints.append(f"{page.name} {language}: {wide} px wide on {width}")
        self.complaints += [f"{page.name} {language} {width}: {each}" for each in desk.complaints]
        desk.complaints.clear()


def take_all(browser: Any, house: House, album: Album, pages: Sequence[Page]) -> None:
    """Every page in both languages at both widths; one browser for each person."""
    docs = all(page.docs for page in pages)
    for width, height in WIDTHS[:1] if docs else WIDTHS:
        for language in LANGUAGES:
            for who in dict.fromkeys(page.who for page in pages):
                context = browser.new_context(viewport={"width": width, "height": height})
                context.set_default_timeout(15_000)
                desk = Desk(house=house, tab=context.new_page(), username=who)
                desk = desk.signed_in() if who else desk
                desk.open(f"/language/{language}")
                for page in pages:
                    if page.who == who:
                        album.take(desk, page, language, width)
                context.close()


def served(home: str) -> Iterator[House]:
    """The demo house on a free port, for as long as it is asked for."""
    port = free_port()
    env = {**os.environ, "SANLIAN_HOME": home, "PORT": str(port), "DEMO": "1"}
    server = subprocess.Popen([sys.executable, "-m", "web.cli", "run"], cwd=ROOT, env=env)
    try:
        wait_until_up(f"http://127.0.0.1:{port}", server, patience=600)
        yield House(address=f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=60)


def main(words: Sequence[str]) -> int:
    """Take the pictures; 1 when a page did not fit or complained."""
    folder = Path(words[0])
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page for page in PAGES if page.docs or "--for-docs" not in words]
    album = Album(folder=folder)
    home = os.environ.get("SANLIAN_HOME") or tempfile.mkdtemp()
    for house in served(home):
        with importlib.import_module("playwright.sync_api").sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            take_all(browser, house, album, pages)
            browser.close()
    print("\n".join(album.complaints) or f"{len(pages)} pages, none too wide, none complained")
    return 1 if album.complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
