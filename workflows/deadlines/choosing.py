"""A code and the facts of a case choose one rule and the terms on which it is counted.

1. A bare code with parts means the part that the facts choose, or its default part.
2. The length is the rule's own, the one for the case, or the one that was fixed within bounds.
3. A station may change the length of a house rule and the warning points of any rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.calendars import Span, Terms, points_by_length, points_from_texts
from engine.errors import Denied, Invalid, NotFound
from workflows.codes import PackBroken
from workflows.deadlines.law import LawTable, Period, Rule


class UnknownDeadline(NotFound):
    """The table has no such code."""

    code = "unknown-deadline"
    sentence = "Expected the code of a deadline like T08 or H07.street, but there is no {deadline}."


class PartNeeded(Invalid):
    """The code has several parts and the facts choose none."""

    code = "deadline-part-needed"
    sentence = "Expected one part of {deadline} ({parts}), but none was chosen."


class Unnumbered(Invalid):
    """The source sets no number, so nothing can be reckoned from it."""

    code = "deadline-unnumbered"
    sentence = "Expected a deadline with a number, but {deadline} has none ({words}){hint}."


class FactNeeded(Invalid):
    """The length depends on a fact that is missing or has no length."""

    code = "deadline-fact-needed"
    sentence = "Expected {parameter} to be one of {known} for {deadline}, but got {given}."


class LawIsLocked(Denied):
    """A station tried to change the length of a period that is law."""

    code = "deadline-is-law"
    sentence = "Expected to change a house rule, but {deadline} is law."


@dataclass(frozen=True, kw_only=True)
class HouseChange:
    """What one station changes in one rule."""

    #: Another length, in the rule's own unit.
    length: int | None = None
    #: Other lengths by case.
    lengths: Mapping[str, int] = field(default_factory=dict)
    #: Other warning points, e.g. ("50%", "T-1"); an empty tuple silences them.
    warnings: tuple[str, ...] | None = None


def choose_rule(table: LawTable, code: str, facts: Mapping[str, object]) -> Rule:
    """The rule that a code means for these facts; raises UnknownDeadline, PartNeeded."""
    rule = table.rules.get(code)
    if rule is None:
        raise UnknownDeadline(deadline=code)
    if not rule.parts or rule.period is not None:
        return rule
    choice = rule.choose
    given = _word(facts.get(choice.parameter)) if choice else ""
    part = (choice.cases.get(given) or choice.default) if choice else ""
    if part:
        return table.rules[f"{code}.{part}"]
    if rule.unnumbered:
        return rule
    raise PartNeeded(deadline=code, parts=", ".join(rule.parts))


def terms_of(
    rule: Rule, facts: Mapping[str, object], changes: Mapping[str, HouseChange] | None = None
) -> Terms:
    """How a rule is counted for these facts in a station with these changes.

    Raises Unnumbered, FactNeeded, LawIsLocked.
    """
    if rule.period is None:
        raise _unnumbered(rule)
    change = (changes or {}).get(rule.code, HouseChange())
    if rule.locked and (change.length is not None or change.lengths):
        raise LawIsLocked(deadline=rule.code)
    span = Span(unit=rule.period.unit, length=_length(rule, rule.period, facts, change))
    points = rule.period.points
    if change.warnings is not None:
        points = points_from_texts(change.warnings)
    if points is None:
        points = points_by_length(span)
    return Terms(span=span, roll=rule.period.roll, within_day=rule.period.within_day, points=points)


def known_facts(table: LawTable, code: str) -> frozenset[str]:
    """The names of the facts that a code looks at, its parts included."""
    rules = [rule for rule in table.rules.values() if rule.code.partition(".")[0] == code[:3]]
    periods = [rule.period for rule in rules if rule.period]
    names = {rule.choose.parameter for rule in rules if rule.choose}
    names |= {period.by_case.parameter for period in periods if period.by_case}
    names |= {period.in_range.parameter for period in periods if period.in_range}
    return frozenset(names - {""})


def _unnumbered(rule: Rule) -> Unnumbered:
    words = rule.unnumbered.en if rule.unnumbered else "it is no period"
    hint = f"; the house clock is {rule.instead}" if rule.instead else ""
    return Unnumbered(deadline=rule.code, words=words, hint=hint, instead=rule.instead)


def _length(rule: Rule, period: Period, facts: Mapping[str, object], change: HouseChange) -> int:
    if change.length is not None:
        return change.length
    if period.by_case:
        given = _word(facts.get(period.by_case.parameter))
        cases = dict(period.by_case.cases) | dict(change.lengths)
        if given not in cases:
            raise _fact(rule, period.by_case.parameter, ", ".join(cases), given)
        return cases[given]
    if period.in_range and facts.get(period.in_range.parameter) is not None:
        return _fixed(rule, period, _word(facts[period.in_range.parameter]))
    if period.length is None:
        raise PackBroken(file="deadlines.json", place=rule.code, problem="a length is missing")
    return period.length


def _fixed(rule: Rule, period: Period, given: str) -> int:
    limits = period.in_range
    if limits is None or not given.isdigit() or not limits.least <= int(given) <= limits.most:
        known = f"{limits.least} to {limits.most}" if limits else "nothing"
        raise _fact(rule, limits.parameter if limits else "", known, given)
    return int(given)


def _fact(rule: Rule, parameter: str, known: str, given: str) -> FactNeeded:
    return FactNeeded(
        deadline=rule.code, parameter=parameter, known=known, given=given or "nothing"
    )


def _word(value: object) -> str:
    """A fact as the table writes it: true and false in small letters, the rest as text."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
