"""A rule is a module: its name, its words in both languages, and one pure question to the model.

Everything that makes a rule is in its file; the table lists the files. Nothing is registered by
importing, so the table is the whole truth about what is checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from engine.errors import Finding
from engine.lint.model import Model


class Rule(Protocol):
    """What a module must offer to stand in the table."""

    @property
    def RULE(self) -> str:  # noqa: N802  A module's constant is written so.
        """Stable kebab-case name of the rule."""

    @property
    def WORDS(self) -> Mapping[str, str]:  # noqa: N802  Likewise.
        """Language ("zh", "en") to a template over the finding's fields."""

    def check(self, model: Model) -> Iterator[Finding]:
        """Yield a finding for every place that breaks the rule."""
