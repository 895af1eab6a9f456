"""Event definitions are read against the messages, signals, errors and escalations of the file.

A definition that refers to nothing, or a timer that is no time, is a finding on its event. Whether
an event may have the definition at all is decided in `soundness`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.spiff.durations import looks_iso, read_cycle, read_duration, read_instant
from engine.spiff.findings import Findings
from engine.spiff.nodes import EventDefinition, EventKind, TimerForm, TimerText
from engine.spiff.reading import Element, child, children, local, text

_READERS: dict[TimerForm, Callable[[str], object]] = {
    TimerForm.DATE: read_instant,
    TimerForm.DURATION: read_duration,
    TimerForm.CYCLE: read_cycle,
}
_REFERENCES = {
    EventKind.MESSAGE: ("messageRef", "message", "name"),
    EventKind.SIGNAL: ("signalRef", "signal", "name"),
    EventKind.ERROR: ("errorRef", "error", "errorCode"),
    EventKind.ESCALATION: ("escalationRef", "escalation", "escalationCode"),
}
_SUFFIX = "EventDefinition"


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What the events of one file may refer to: (element, id) to name or code."""

    names: dict[tuple[str, str], str]

    @classmethod
    def of(cls, root: Element) -> Vocabulary:
        """Collect the root elements of a file."""
        names = {}
        for _, tag, attribute in _REFERENCES.values():
            for each in children(root, tag):
                name = each.get(attribute) or each.get("name") or each.get("id", "")
                names[tag, each.get("id", "")] = name
        return cls(names=names)

    def message(self, reference: str | None, element: str, findings: Findings) -> str:
        """Name of a message by reference; a finding and "" when there is none."""
        if not reference:
            findings.add("message-missing", element)
            return ""
        name = self.names.get(("message", reference.rpartition(":")[2]))
        if name is None:
            findings.add("message-unknown", element, reference=reference)
        return name or ""


def read_definitions(
    event: Element, vocabulary: Vocabulary, findings: Findings
) -> tuple[EventDefinition, ...]:
    """The event definitions of an event, in document order."""
    found = (
        read_definition(each, event.get("id", ""), vocabulary, findings)
        for each in event
        if local(each).endswith(_SUFFIX)
    )
    return tuple(each for each in found if each is not None)


def read_definition(
    definition: Element, element: str, vocabulary: Vocabulary, findings: Findings
) -> EventDefinition | None:
    """One definition; None with a finding when this engine does not know it."""
    try:
        kind = EventKind(local(definition).removesuffix(_SUFFIX))
    except ValueError:
        findings.add("unsupported-event-definition", element, definition=local(definition))
        return None
    if kind is EventKind.TIMER:
        timer = _timer(definition, element, findings)
        return None if timer is None else EventDefinition(kind=kind, timer=timer)
    if kind is EventKind.CONDITIONAL:
        written = text(child(definition, "condition"))
        if not written:
            findings.add("condition-missing", element)
        condition = findings.condition(written, element, "condition")
        return EventDefinition(kind=kind, condition=condition)
    if kind is EventKind.COMPENSATE:
        return EventDefinition(kind=kind, name=definition.get("activityRef") or "")
    return EventDefinition(kind=kind, name=_name(definition, kind, element, vocabulary, findings))


def _name(
    definition: Element, kind: EventKind, element: str, vocabulary: Vocabulary, findings: Findings
) -> str:
    if kind not in _REFERENCES:
        return ""
    attribute, tag, _ = _REFERENCES[kind]
    reference = (definition.get(attribute) or "").rpartition(":")[2]
    if kind is EventKind.MESSAGE:
        return vocabulary.message(reference, element, findings)
    if not reference and kind is not EventKind.SIGNAL:
        return ""
    if (tag, reference) not in vocabulary.names:
        findings.add(f"{kind}-unknown", element, reference=reference)
    return vocabulary.names.get((tag, reference), "")


def _timer(definition: Element, element: str, findings: Findings) -> TimerText | None:
    written = [(form, text(child(definition, form))) for form in TimerForm]
    present = [(form, words) for form, words in written if words]
    if len(present) != 1:
        findings.add("timer-missing", element, found=len(present))
        return None
    form, words = present[0]
    if not looks_iso(words):
        expression = findings.expression(words, element, form)
        return TimerText(form=form, text=words, expression=expression) if expression else None
    try:
        _READERS[form](words)
    except ValueError as problem:
        findings.add("timer-unreadable", element, text=words, problem=str(problem))
        return None
    return TimerText(form=form, text=words, expression=None)
