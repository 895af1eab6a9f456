"""A refusal is a named exception with a code and fields; people's words are found at the edge.

Four kinds exist, because callers react in four ways: it is not there (or may not be seen), you may
not, somebody was faster, or what you sent is wrong. Nothing here knows HTTP or a language; the
English sentence serves logs and tests.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar


class Refusal(Exception):
    """What was asked cannot be done; subclasses say why, and nothing was written."""

    #: Stable kebab-case name by which the edge finds the words for people.
    code: ClassVar[str] = "refused"
    #: English template over the fields: "Expected to …, but …".
    sentence: ClassVar[str] = "Expected to do this, but it was refused."

    def __init__(self, **fields: object) -> None:
        self.fields: Mapping[str, object] = fields
        super().__init__(self.sentence.format_map(_Blank(fields)))


def trace_without_words(failure: BaseException) -> str:
    """Where an exception came from and of which kinds it and its causes are, for a log.

    Messages are left out: they may carry what a person wrote.
    """
    frames = "".join(traceback.format_tb(failure.__traceback__))
    kinds: list[str] = []
    cause: BaseException | None = failure
    while cause is not None:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return f"{' from '.join(kinds)}\n{frames}"


class _Blank(dict[str, object]):
    """Leave a missing field visible instead of hiding one error behind another."""

    def __missing__(self, key: str) -> str:
        return f"<{key}>"


class NotFound(Refusal):
    """It does not exist, or this actor may not know that it does."""

    code = "not-found"
    sentence = "Expected to find {what}, but there is none."


class Denied(Refusal):
    """The actor may see it but may not do this."""

    code = "denied"
    sentence = "Expected to be allowed to {act}, but the acting role may not."


class Conflict(Refusal):
    """The world moved on: somebody else acted first, or the page is stale."""

    code = "conflict"
    sentence = "Expected to change {what}, but it has changed meanwhile."


class Invalid(Refusal):
    """What was sent does not hold together."""

    code = "invalid"
    sentence = "Expected valid input, but {problem}."


class ReasonMissing(Invalid):
    """What was asked is only done with a reason, which is kept."""

    code = "reason-missing"
    sentence = "Expected a reason, but there is none."


def require_reason(reason: str) -> str:
    """The reason that was given; refused when it is empty."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


class Severity(StrEnum):
    """An error refuses the deployment, a warning is shown beside it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One remark of the deploy gate on one element of a diagram, decision or form."""

    #: Stable name of the rule that spoke.
    rule: str
    severity: Severity = Severity.ERROR
    #: Id of the element it is about, or "" for the whole file.
    element: str = ""
    #: Values for the rule's words.
    fields: Mapping[str, object] = field(default_factory=dict)


class NotDeployable(Invalid):
    """A file was refused by the deploy gate; its findings say where and why."""

    code = "not-deployable"
    sentence = "Expected to deploy the file, but {count} findings refuse it: {rules}."

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        rules = ", ".join(sorted({finding.rule for finding in self.findings}))
        super().__init__(count=len(self.findings), rules=rules)
