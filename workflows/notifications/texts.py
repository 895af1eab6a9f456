"""Everything that a channel may say: fixed sentences without a case, a name, a place or a matter.

They stand here and in no catalogue, so that what leaves the house can be read on one page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Text:
    """A subject and a body; the body ends where the link begins."""

    subject: str
    body: str

    def with_link(self, link: str) -> str:
        """The whole text with the one address it may name: the product's own."""
        return f"{self.body}\n{link}"


#: Key of the text, then language.
TEXTS: Final[dict[tuple[str, str], Text]] = {
    ("calm", "zh"): Text(subject="三联提醒", body="您在三联有一件待办，请登录查看。"),
    ("calm", "en"): Text(
        subject="Sanlian reminder", body="Something in Sanlian waits for you. Please sign in."
    ),
    ("urgent", "zh"): Text(
        subject="三联提醒：请尽快查看", body="您在三联有一件急办事项，请尽快登录查看。"
    ),
    ("urgent", "en"): Text(
        subject="Sanlian: please look soon",
        body="Something urgent in Sanlian waits for you. Please sign in soon.",
    ),
    ("test", "zh"): Text(subject="三联试发", body="这是三联的试发消息，收到即表示渠道可用。"),
    ("test", "en"): Text(
        subject="Sanlian test", body="This is a test message of Sanlian: the channel works."
    ),
}


def text_of(key: str, language: str) -> Text:
    """The text in a language, Chinese when there is no other."""
    return TEXTS.get((key, language), TEXTS[key, "zh"])
