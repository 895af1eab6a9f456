"""A text for people always exists in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The languages of the house; Chinese comes first."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One text in every language of the house."""

    zh: str
    en: str

    def __call__(self, language: Language | str = Language.ZH) -> str:
        """The text in one language; ValueError for a language we do not speak."""
        return self.zh if Language(language) is Language.ZH else self.en
