"""A person of the cast at a browser: finds tasks by their titles, fills forms by their labels' keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from workflows.demo import PASSWORD

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@dataclass(frozen=True, kw_only=True)
class House:
    """Where the product is served."""

    address: str

    def move_clock(self, to: str) -> None:
        """Set the served clock to a local moment; it runs on from there."""
        browser = build_opener(HTTPCookieProcessor())
        page = browser.open(f"{self.address}/query").read().decode()
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None
        body = urlencode({"to": to, "csrf_token": token[1]}).encode()
        browser.open(Request(f"{self.address}/clock", data=body))


@dataclass(kw_only=True)
class Desk:
    """One browser with its person."""

    house: House
    tab: Any
    username: str
    #: What the console said that no page should say.
    complaints: list[str] = field(default_factory=list)

    def signed_in(self) -> Desk:
        """Sign in, also again after the clock jumped beyond the session."""
        if not self.complaints:
            self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.open("/inbox")
        if "/sign-in" in self.tab.url:
            self.tab.fill("#username", self.username)
            self.tab.fill("#password", PASSWORD)
            self.tab.click("button.btn--main")
            self.tab.wait_for_url(re.compile("/inbox"))
        return self

    def open(self, path: str) -> None:
        """Go to an address of the product; a page that was just leaving by itself is let go first."""
        address = f"{self.house.address}{path}"
        try:
            self.tab.goto(address, wait_until="domcontentloaded")
        except Exception as aborted:
            if "ERR_ABORTED" not in str(aborted):
                raise
            self.tab.wait_for_load_state("load")
            self.tab.goto(address, wait_until="domcontentloaded")

    def text(self) -> str:
        """What the page says."""
        return str(self.tab.inner_text("body"))

    def claim(self, title: str) -> None:
        """Choose a task of the pool beside the list and take it."""
        self.open("/inbox?view=pool")
        self.tab.click(f"#inbox-rows a:has-text('{title}')")
        self.tab.wait_for_selector("#detail #task-title")
        self.tab.click("#detail .acts button:has-text('领取')")
        self.tab.wait_for_selector("#detail #task-form")

    def take_up(self, title: str) -> None:
        """Open a task that lies in my hands already."""
        self.open("/inbox?view=mine")
        self.tab.click(f"#inbox-rows a:has-text('{title}')")
        self.tab.wait_for_selector("#detail #task-form")

    def do(self, given: Mapping[str, Any]) -> None:
        """Fill the form of the task on the page and finish it."""
        title = self.tab.inner_text("#task-title")
        task = self.tab.get_attribute("#task", "data-task")
        for key, value in given.items():
            self.put(key, value)
        self.tab.click(".acts button:has-text('完成')")
        self.tab.wait_for_function(
            """task => {
                const here = document.querySelector('#task');
                return !here || here.dataset.task !== task || document.querySelector('.errors');
            }""",
            arg=task,
        )
        errors = self.tab.query_selector(".errors")
        assert errors is None, f"{title}: {errors and errors.inner_text()}"
        self.tab.wait_for_load_state("domcontentloaded")

    def put(self, name: str, value: Any) -> None:
        """Answer one field, whatever it looks like."""
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            self._rows(name, value)
        elif isinstance(value, list):
            for one in value:
                self._tick(f'input[name="{name}"][value="{one}"]')
        elif _MOMENT.fullmatch(str(value)):
            for half, text in zip(("date", "time"), str(value).split(" "), strict=True):
                self.tab.fill(f'[name="{name}.{half}"]', text)
        elif value != "":
            self._one(name, str(value))

    def _rows(self, name: str, rows: list[Mapping[str, Any]]) -> None:
        for number, row in enumerate(rows):
            if number and not self.tab.query_selector(f'[name^="{name}.{number}."]'):
                self.tab.click(f'button[name="_add"][value="{name}"]')
                self.tab.wait_for_selector(f'[name^="{name}.{number}."]')
            for key, value in row.items():
                self.put(f"{name}.{number}.{key}", value)

    def _one(self, name: str, value: str) -> None:
        place = f'[name="{name}"]'
        self.tab.wait_for_selector(place, state="attached")
        kind = self.tab.get_attribute(f"{place} >> nth=0", "type")
        if self.tab.query_selector(f"select{place}"):
            self._choose(place, value)
        elif kind in {"radio", "checkbox"}:
            self._tick(f'input{place}[value="{value}"]')
        else:
            self.tab.fill(place, value)

    def _choose(self, place: str, value: str) -> None:
        """Choose by what is stored, or by what people read."""
        known = self.tab.query_selector(f'{place} option[value="{value}"]')
        chosen = {"value": value} if known else {"label": value}
        self.tab.select_option(place, **chosen)

    def _tick(self, place: str) -> None:
        """Tick what is not ticked; a page that moves under the pointer is tried again."""
        self.tab.wait_for_selector(place, state="attached")
        for _try in range(3):
            if self.tab.is_checked(place):
                return
            # What is folded away is opened first, as a person does.
            self.tab.eval_on_selector(
                place, "node => node.closest('details') && (node.closest('details').open = true)"
            )
            self.tab.locator("label", has=self.tab.locator(place)).click()
        assert self.tab.is_checked(place), place
