"""Hands on a keyboard: every field is reached by Tab, chosen by arrows, typed, and counted."""

from __future__ import annotations

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
        for _step in range(_FAR):
            if words in (now := self.here())["text"] and now["type"] in {
                "submit",
                "button",
                "SUMMARY",
            }:
                return
            self.press("Tab")
        raise AssertionError(f"Expected to reach the button {words} by Tab, but it is not there.")

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
