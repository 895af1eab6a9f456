"""What the pages say in a language, looked up by the Chinese text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.databases import ROOT

ENGLISH = ROOT / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
#: Titles of steps, which the diagrams name; the Chinese ones are the keys.
TITLES = {
    "领取案件并申报回避": "Claim the case, declare conflicts",
    "邀请部门参与联调": "Invite departments", "调查": "Investigate",
    "安排调解会": "Schedule a session", "记录调解结果": "Record the outcome",
    "会前安全检查": "Safety check before the session", "召开调解会": "Hold the session",
    "指派调解员": "Assign a mediator",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Language:
    """The words of one reader."""

    code: str

    def __call__(self, text: str) -> str:
        """The text as this reader sees it, up to the first place that is filled in."""
        return self._whole(text).partition("%")[0].strip()

    def _whole(self, text: str) -> str:
        if self.code == "zh":
            return text
        if text in TITLES:
            return TITLES[text]
        message = _english().get(text)
        assert message is not None, text
        return str(message.string)


@cache
def _english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file)
