"""A deadline by its code: dates, legal basis and what happens at the end, in one value.

Pure over the loaded table and a calendar. Whether an extension is allowed is decided here; rows
and timers are kept by `actions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.calendars import Calendar, Pause, Reckoned, Terms
from engine.calendars import reckon as reckon_terms
from engine.errors import Denied, Invalid
from workflows.codes import Wording
from workflows.deadlines.choosing import HouseChange, choose_rule, terms_of
from workflows.deadlines.law import BasisKind, ExtensionRule, LawTable, Rule
from workflows.deadlines.reading import load_table
from workflows.deadlines.units import unit_text
from workflows.deadlines.years import house_calendar


class ExtensionRefused(Denied):
    """The rules of this deadline do not allow the extension that was asked for."""

    code = "extension-refused"
    sentence = "Expected to extend {deadline}, but {problem}."


class NotPausable(Invalid):
    """This deadline does not stop for this reason."""

    code = "deadline-not-pausable"
    sentence = "Expected {deadline} to pause for {reason}, but its rule does not allow it."


@dataclass(frozen=True, kw_only=True)
class Reckoning(Reckoned):
    """A reckoned deadline with its origin and its end in words."""

    #: Full code with the chosen part, e.g. "T14.urgent".
    code: str
    name: Wording
    basis: Wording
    basis_kind: BasisKind
    #: 待核: what is still to be checked, if anything.
    verify: Wording | None
    #: The length in words, e.g. 3 个工作日.
    unit_text: Wording
    #: What happens at the end.
    at_end: Wording
    #: Roles or ladder levels told before the end and at the end.
    told_on_warning: tuple[str, ...]
    told_on_expiry: tuple[str, ...]
    #: How it was counted, so that it can be counted again.
    terms: Terms


def reckon(
    code: str,
    *,
    start: datetime,
    parameters: Mapping[str, object] | None = None,
    overrides: Mapping[str, HouseChange] | None = None,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[int] = (),
    calendar: Calendar | None = None,
    table: LawTable | None = None,
) -> Reckoning:
    """Reckon the deadline of a code (with or without part) from an aware start.

    `parameters` are facts of the case; those that the rule does not look at are ignored.
    `extensions` are natural days, already granted. Raises UnknownDeadline, PartNeeded, Unnumbered,
    FactNeeded, LawIsLocked, NotPausable, OutsideCalendar.
    """
    table = table or load_table()
    facts = parameters or {}
    rule = choose_rule(table, code, facts)
    stops = tuple(pauses)
    for pause in stops:
        check_pause(rule, pause.reason)
    return recount(
        rule, terms_of(rule, facts, overrides), start=start, pauses=stops, extensions=extensions,
        calendar=calendar or house_calendar(),
    )  # fmt: skip


def recount(
    rule: Rule,
    terms: Terms,
    *,
    start: datetime,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[int] = (),
) -> Reckoning:
    """Count a rule on given terms; used again when a calendar, a start or a pause changes."""
    counted = reckon_terms(
        terms, start=start, calendar=calendar, pauses=pauses, extensions=extensions
    )
    return Reckoning(
        **vars(counted), code=rule.code, name=rule.name, basis=rule.basis, basis_kind=rule.kind,
        verify=rule.verify, unit_text=unit_text(terms), at_end=rule.at_end,
        told_on_warning=rule.told_on_warning, told_on_expiry=rule.told_on_expiry, terms=terms,
    )  # fmt: skip


def check_pause(rule: Rule, reason: str) -> None:
    """Raise NotPausable when the rule does not stop for this reason."""
    if reason not in rule.pauses:
        raise NotPausable(deadline=rule.code, reason=reason or "no reason")


def check_extension(
    rule: Rule,
    table: LawTable,
    *,
    days: int,
    granted: Sequence[int],
    asked_at: datetime,
    expires: datetime,
) -> ExtensionRule:
    """The rule of an extension of `days` natural days; raises ExtensionRefused.

    An extension counts from the nominal due date. Asked for when the period has ended it is
    refused; so is one more, or a longer one, than the rule allows.
    """
    if not rule.extension:
        raise ExtensionRefused(deadline=rule.code, problem="its rule knows no extension")
    allowed = table.rules[rule.extension].extends
    if allowed is None:
        raise ExtensionRefused(deadline=rule.code, problem=f"{rule.extension} sets no extension")
    problem = _objection(allowed, days, len(granted), late=asked_at >= expires)
    if problem:
        raise ExtensionRefused(deadline=rule.code, problem=problem)
    return allowed


def _objection(allowed: ExtensionRule, days: int, granted: int, *, late: bool) -> str:
    if late:
        return "it was asked for after the due date"
    if days < 1:
        return "it adds no day"
    if allowed.most is not None and granted >= allowed.most:
        return f"it was extended {granted} times already"
    if allowed.each_days is not None and days > allowed.each_days:
        return f"at most {allowed.each_days} days are allowed at a time"
    return ""
