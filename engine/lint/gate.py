"""The deploy gate: read the file safely, ask every rule, say what they found.

Findings come in the order of the table, then of the file. An error refuses the deployment, a
warning is shown beside it. Nothing is changed and nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.errors import Finding, NotDeployable, Severity
from engine.lint import reading, support
from engine.lint.model import Model
from engine.lint.profiles import Profile, StationFacts
from engine.lint.table import STANDARD, STATION

#: Rule to language to template, for every rule there is.
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    **reading.WORDS,
    **support.WORDS,
    **{rule.RULE: rule.WORDS for rule in (*STANDARD, *STATION)},
}


def check(
    xml: bytes, *, profile: Profile = Profile.STANDARD, station: StationFacts | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with a BPMN file; never raises for what the file contains.

    Without `station` the station's rules still run, but names of forms, operations, roles and
    deadlines are taken on trust.
    """
    try:
        root = reading.read(xml)
    except NotDeployable as refusal:
        return refusal.findings
    model = Model(root, profile=profile, facts=station)
    rules = STANDARD if profile is Profile.STANDARD else (*STANDARD, *STATION)
    found = [finding for rule in rules for finding in rule.check(model)]
    return (*found, *support.findings(xml))


def refuses(findings: tuple[Finding, ...]) -> bool:
    """Whether these findings forbid the deployment."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def words(finding: Finding, language: str) -> str:
    """Return the sentence for people, in "zh" or "en" (any other language reads English).

    A finding of another gate, whose words are elsewhere, is told by its name and its fields.
    """
    others = support.OTHERS if finding.rule.startswith(support.PREFIX) else _FOREIGN
    templates = WORDS.get(finding.rule, others)
    told = ", ".join(f"{name}={value}" for name, value in finding.fields.items())
    fields = {"rule": finding.rule, "told": told, **finding.fields}
    return templates.get(language, templates["en"]).format_map(_Visible(fields))


_FOREIGN: Final = {
    "zh": "未通过检查“{rule}”:{told}。",
    "en": "The check “{rule}” failed: {told}.",
}


class _Visible(dict[str, object]):
    """Show a missing field as a gap, so that a remark is never lost for want of a detail."""

    def __missing__(self, key: str) -> str:
        return f"<{key}>"
