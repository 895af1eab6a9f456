"""What the form engine refuses: answers that do not hold, and a code list that is not there.

A field's error is a code with values; the words for people are found at the edge by the code.
A file that cannot be deployed is `engine.errors.NotDeployable` with findings, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from engine.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """One field's answer does not hold."""

    #: Where: the key, or `list.row.key` with rows counted from 0.
    path: str
    #: Why, in kebab-case, such as "required" or "not-in-list".
    code: str
    #: Values for the words, such as the bound that was crossed.
    fields: Mapping[str, object] = field(default_factory=dict)


class FormInvalid(Invalid):
    """The answers do not hold; nothing was written and what was typed is kept."""

    code: ClassVar[str] = "form-invalid"
    sentence: ClassVar[str] = "Expected valid answers, but {count} fields do not hold: {problems}."

    def __init__(self, errors: Sequence[FieldError], typed: Mapping[str, object]) -> None:
        self.errors = tuple(errors)
        #: The answers as they came, to be shown again; may hold personal text, so never log it.
        self.typed = typed
        problems = ", ".join(f"{error.path} {error.code}" for error in self.errors[:20])
        super().__init__(count=len(self.errors), problems=problems)


class CodeListMissing(Invalid):
    """A field takes its options from a code list that the caller did not bring."""

    code: ClassVar[str] = "code-list-missing"
    sentence: ClassVar[str] = "Expected the code list {name}, but it is not in the pack."


class Unreadable(Exception):
    """A raw answer that is no value of its field; carries the code and values of the error."""

    def __init__(self, code: str, **fields: object) -> None:
        self.code = code
        self.fields: Mapping[str, object] = fields
        super().__init__(code)
