"""The few forms that almost every rule has: these elements offend, and here is the remark.

A rule says which elements and why; how a remark is made, anchored and filled is said once, here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.errors import Finding, Severity
from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Element, Model


def remark(
    rule: str, element: Element, *, severity: Severity = Severity.ERROR, **fields: object
) -> Finding:
    """Return a finding on the element, with its kind and label ready for the words."""
    common = {"kind": element.kind, "label": element.label, "line": element.line}
    return Finding(
        rule=rule, severity=severity, element=element.anchor, fields={**common, **fields}
    )


def offences(
    rule: str, elements: Iterable[Element], *, severity: Severity = Severity.ERROR
) -> Iterator[Finding]:
    """Remark on every element given."""
    return (remark(rule, element, severity=severity) for element in elements)


def lacking(rule: str, elements: Iterable[Element], *names: str) -> Iterator[Finding]:
    """Remark on elements that have none of these attributes or children."""
    return offences(rule, (e for e in elements if not any(e.get(name) for name in names)))


def crowded(rule: str, elements: Iterable[Element], kind: str, most: int = 1) -> Iterator[Finding]:
    """Remark on elements that hold more children of one kind than the standard allows."""
    for element in elements:
        if (count := len(element.inside(kind))) > most:
            yield remark(rule, element, child=kind, count=count, most=most)


def misspelt(
    rule: str, elements: Iterable[Element], name: str, pattern: re.Pattern[str]
) -> Iterator[Finding]:
    """Remark on elements whose attribute or child text is there but not of the right form."""
    for element in elements:
        text = element.get(name)
        if text and not pattern.fullmatch(text):
            yield remark(rule, element, attribute=name, value=text)


def below(rule: str, elements: Iterable[Element], name: str, least: int) -> Iterator[Finding]:
    """Remark on elements whose whole-number attribute is too small or no number."""
    for element in elements:
        text = element.attributes.get(name, "").strip()
        if text and not (re.fullmatch(r"[+-]?\d{1,9}", text) and int(text) >= least):
            yield remark(rule, element, attribute=name, value=text, least=least)


def touching(
    rule: str, model: Model, flow_kind: str, ends: dict[str, frozenset[str]]
) -> Iterator[Finding]:
    """Remark on flows one of whose ends (sourceRef, targetRef) is an element of a wrong kind."""
    for flow in model.all(flow_kind):
        for end, kinds in ends.items():
            other = model.follow(flow, end, *kinds)
            if other is not None:
                yield remark(rule, flow, end=end, other=other.label, other_kind=other.kind)


def triggered(
    rule: str, model: Model, events: Iterable[Element], allowed: frozenset[str], *, none: str = ""
) -> Iterator[Finding]:
    """Remark on events with a definition outside `allowed`, or with none unless `none="allowed"`.

    Names are those of the definitions without "EventDefinition": "timer", "message", …
    """
    for event in events:
        if event.inside("eventDefinitionRef") and not model.definitions(event):
            continue  # The reference itself is broken; another rule says so.
        names = [kind.removesuffix("EventDefinition") for kind in model.triggers(event)]
        wrong = [name for name in names if name not in allowed]
        if wrong or (not names and none != "allowed"):
            trigger = wrong[0] if wrong else "none"
            yield remark(rule, event, trigger=trigger, allowed=", ".join(sorted(allowed)))


def nodes_of(scope: Element) -> list[Element]:
    """Return the flow nodes that lie directly in a process or sub-process."""
    return scope.inside(*FLOW_NODES)


def uncoded(rule: str, model: Model, events: Iterable[Element], what: str) -> Iterator[Finding]:
    """Remark on events of executable processes whose "error" or "escalation" has no code."""
    for event in events:
        for trigger in model.definitions(event):
            if trigger.kind == f"{what}EventDefinition" and model.executable(event):
                thrown = model.follow(trigger, f"{what}Ref")
                if thrown is None or (thrown.kind == what and not thrown.get(f"{what}Code")):
                    yield remark(rule, event)
