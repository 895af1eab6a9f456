"""Hands on a keyboard: every field is reached by Tab, chosen by arrows, typed, and counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.browser.desk import Desk

#: More fields than any form has; then the field is not there.
_FAR = 160
_HERE = """() => {
    const node = document.activeElement;
    return { name: node.name || "", value: node.value || "", type: node.type || node.tagName,
             checked: Boolean(node.checked), text: (node.textContent || "").trim() };
}"""


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@dataclass(kw_only=True)
class Hands:
    """Somebody who never touches the mouse."""

    desk: Desk
    #: Names of the fields that were touched.
    touched: set[str] = field(default_factory=set)

    def here(self) -> dict[str, Any]:
        """What has the focus."""
        found: dict[str, Any] = self.desk.tab.evaluate(_HERE)
        return found

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.desk.tab.keyboard.press(key)

    def reach(self, name: str) -> dict[str, Any]:
        """Tab to a field."""
        for _step in range(_FAR):
            if (now := self.here())["name"] == name:
                self.touched.add(name.removesuffix(".date").removesuffix(".time"))
                return now
            self.press("Tab")
        raise AssertionError(f"Expected to reach {name} by Tab, but it is not there.")

    def reach_button(self, words: str) -> None:
        """Tab to a button or a summary that says these words."""
        self._reach_words(words, {"submit", "button", "SUMMARY"})

    def reach_link(self, words: str) -> None:
        """Tab to a link that says these words."""
        self._reach_words(words, {"A"})

    def _reach_words(self, words: str, kinds: set[str]) -> None:
        for _step in range(_FAR):
            if words in (now := self.here())["text"] and now["type"] in kinds:
                return
            self.press("Tab")
        raise AssertionError(f"Expected to reach {words} by Tab, but it is not there.")

    def write(self, name: str, text: str) -> None:
        """Type into a field in place of what it holds."""
        self.reach(name)
        self.press("Control+A", "Delete")
        self.desk.tab.keyboard.insert_text(text)

    def choose(self, name: str, value: str) -> None:
        """One of several radio buttons."""
        now = self.reach(name)
        for _step in range(20):
            if now["value"] == value:
                break
            self.press("ArrowDown")
            now = self.here()
        if not self.here()["checked"]:
            self.press("Space")
        assert (self.here()["value"], self.here()["checked"]) == (value, True), name

    def pick(self, name: str, value: str) -> None:
        """An entry of a list."""
        self.reach(name)
        for _step in range(200):
            if self.here()["value"] == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"Expected {value} among the choices of {name}.")

    def tick(self, name: str, value: str) -> None:
        """One box of several."""
        for _step in range(_FAR):
            if (now := self.here())["name"] == name and now["value"] == value:
                break
            self.press("Tab")
        if not self.here()["checked"]:
            self.press("Space")
        assert self.here()["checked"], (name, value)

    def fill(self, given: Mapping[str, Any], *, within: str = "") -> None:
        """Answer a form field by field, whatever each looks like; what is empty is passed over."""
        for key, value in given.items():
            if value != "":
                self._answer(f"{within}{key}", value)

    def _answer(self, name: str, value: Any) -> None:
        if isinstance(value, list):
            for number, one in enumerate(value):
                if isinstance(one, Mapping):
                    self._line(f"{name}.{number}.", name, one)
                else:
                    self.tick(name, str(one))
        elif _MOMENT.fullmatch(str(value)):
            for half, text in zip(("date", "time"), str(value).split(" "), strict=True):
                self.write(f"{name}.{half}", text)
        else:
            self._one(name, str(value))

    def _line(self, within: str, name: str, given: Mapping[str, Any]) -> None:
        tab = self.desk.tab
        if tab.query_selector(f'[name^="{within}"]') is None:
            tab.focus(f'button[name="_add"][value="{name}"]')
            self.press("Enter")
            tab.wait_for_selector(f'[name^="{within}"]')
        self.fill(given, within=within)

    def _one(self, name: str, value: str) -> None:
        place = f'[name="{name}"]:not([type=hidden])'
        self.desk.tab.wait_for_selector(place, state="attached")
        self.desk.tab.eval_on_selector(
            place, "node => node.closest('details') && (node.closest('details').open = true)"
        )
        kind = self.desk.tab.get_attribute(f"{place} >> nth=0", "type")
        if self.desk.tab.query_selector(f"select{place}"):
            self.pick(name, value)
        elif kind in {"radio", "checkbox"}:
            self.choose(name, value)
        else:
            self.write(name, value)

    def finish(self) -> None:
        """Send the step from within its form; the next page is there afterwards."""
        before = self.desk.tab.get_attribute("#task", "data-task")
        # What an earlier try was told is no answer to this one.
        self.desk.tab.evaluate("() => document.querySelector('.errors')?.remove()")
        self.press("Control+Enter")
        self.desk.tab.wait_for_function(
            """before => {
                const here = document.querySelector('#task');
                return !here || here.dataset.task !== before || document.querySelector('.errors');
            }""",
            arg=before,
        )
        self.desk.tab.wait_for_load_state("domcontentloaded")
        errors = self.desk.tab.query_selector(".errors")
        assert errors is None, errors and errors.inner_text()
