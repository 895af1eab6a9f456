"""House deadlines as people change them: versions with author, reason and the day of effect.

Only house rules can be changed, and only in their own unit of time; a rule of law is LawIsLocked.
A clock that runs keeps its terms, because its row holds them; `changes_of` answers new clocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine import clock, history
from engine.actors import Actor
from engine.calendars import Span, points_from_texts
from engine.errors import Conflict, Invalid
from workflows.deadlines.choosing import HouseChange, LawIsLocked, UnknownDeadline
from workflows.deadlines.house_models import HouseRuleRow
from workflows.deadlines.law import Rule
from workflows.deadlines.models import DeadlineRow
from workflows.deadlines.queries import OPEN
from workflows.deadlines.reading import load_table
from workflows.people.models import UnitKind, UnitRow

#: No house rule runs longer than this many of its units.
LONGEST = 3660


class BadHouseRule(Invalid):
    """What was entered for a house rule does not hold together."""

    code = "bad-house-rule"
    sentence = "Expected a house rule that can be counted, but {problems}."

    def __init__(self, problems: Mapping[str, str]) -> None:
        #: Field to what is wrong with it.
        self.problems = dict(problems)
        super().__init__(problems=", ".join(f"{key}: {what}" for key, what in problems.items()))


class HouseRuleMoved(Conflict):
    """Somebody changed the rule since this page saw it."""

    code = "house-rule-moved"
    sentence = "Expected version {seen} of {deadline}, but {who} made version {version} at {at}."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A change as somebody asks for it."""

    code: str
    #: Version that the page showed; 0 when there was none.
    seen: int
    #: Local day from which new clocks count by it; today means at once.
    effective_on: date
    reason: str
    length: int | None = None
    lengths: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] | None = None


def rule_of(code: str) -> Rule:
    """A rule by its full code; UnknownDeadline when there is none."""
    rule = load_table().rules.get(code)
    if rule is None:
        raise UnknownDeadline(deadline=code)
    return rule


def editable(rule: Rule) -> bool:
    """Whether a station may change it: a house rule that is counted by a length."""
    return not rule.locked and rule.period is not None


def versions_of(session: Session, tenant: str, unit: str, code: str) -> Sequence[HouseRuleRow]:
    """All versions of a rule in a unit, newest first."""
    row = HouseRuleRow
    query = select(row).where(row.tenant == tenant, row.unit == unit, row.code == code)
    return session.scalars(query.order_by(row.version.desc())).all()


def in_effect(rows: Iterable[HouseRuleRow], at: datetime) -> HouseRuleRow | None:
    """The version that counts at an instant: the one that came into effect last."""
    begun = [row for row in rows if row.effective_from <= at]
    return max(begun, key=lambda row: (row.effective_from, row.version), default=None)


def change_of(row: HouseRuleRow) -> HouseChange:
    """A version as reckoning wants it."""
    warnings = None if row.warnings is None else tuple(row.warnings)
    return HouseChange(length=row.length, lengths=dict(row.lengths), warnings=warnings)


def changes_of(session: Session, tenant: str, unit: str) -> Mapping[str, HouseChange]:
    """What counts in a unit now: its own rules before those of the centre.

    Kept for the session, because one step of a process asks many times.
    """
    key = ("workflows.deadlines.house_rules", tenant, unit)
    if key not in session.info:
        session.info[key] = _changes(session, tenant, unit, clock.now())
    found: Mapping[str, HouseChange] = session.info[key]
    return found


def _changes(session: Session, tenant: str, unit: str, at: datetime) -> dict[str, HouseChange]:
    row, unit_row = HouseRuleRow, UnitRow
    centre = select(unit_row.id).where(
        unit_row.tenant == tenant, unit_row.kind == UnitKind.CENTRE
    )  # fmt: skip
    rows = session.scalars(
        select(row).where(
            row.tenant == tenant, row.effective_from <= at,
            or_(row.unit == unit, row.unit.in_(centre)),
        )
    ).all()  # fmt: skip
    found: dict[str, HouseChange] = {}
    # The centre's first, then the station's own in their place.
    for own in (False, True):
        mine = [each for each in rows if (each.unit == unit) is own]
        for code in {each.code for each in mine}:
            current = in_effect((each for each in mine if each.code == code), at)
            if current is not None:
                found[code] = change_of(current)
    return found


def today() -> date:
    """The present day at the station."""
    return clock.now().astimezone(load_table().zone).date()


def _begins(day: date) -> datetime:
    """At once for today, else when the day begins."""
    return clock.now() if day == today() else datetime.combine(day, time(0), load_table().zone)


def change(session: Session, actor: Actor, wanted: Wanted) -> HouseRuleRow:
    """Write the next version of a rule in the actor's unit.

    Raises UnknownDeadline, LawIsLocked, BadHouseRule, HouseRuleMoved; then nothing is written.
    """
    rule = rule_of(wanted.code)
    if not editable(rule):
        raise LawIsLocked(deadline=rule.code)
    refuse_bad(rule, wanted)
    stream = f"house-rule:{actor.unit}:{wanted.code}"
    history.hold(session, actor.tenant, stream)
    _refuse_moved(versions_of(session, actor.tenant, actor.unit, wanted.code), wanted)
    row = HouseRuleRow(
        tenant=actor.tenant, unit=actor.unit, code=wanted.code, version=wanted.seen + 1,
        length=wanted.length, lengths=dict(wanted.lengths),
        warnings=None if wanted.warnings is None else list(wanted.warnings),
        effective_from=_begins(wanted.effective_on), reason=wanted.reason.strip(), author=actor.id,
        made_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.info.pop(("workflows.deadlines.house_rules", actor.tenant, actor.unit), None)
    fact = history.Entry(
        tag="deadline:changed", facts={"code": wanted.code, "version": row.version}
    )
    history.record(session, actor, stream, actor.unit, [fact])
    return row


def _refuse_moved(rows: Sequence[HouseRuleRow], wanted: Wanted) -> None:
    latest = rows[0] if rows else None
    if latest is not None and latest.version != wanted.seen:
        raise HouseRuleMoved(
            deadline=wanted.code, seen=wanted.seen, version=latest.version, who=latest.author,
            at=latest.made_at,
        )  # fmt: skip
    if latest is None and wanted.seen:
        raise HouseRuleMoved(deadline=wanted.code, seen=wanted.seen, version=0, who="", at="")


def refuse_bad(rule: Rule, wanted: Wanted, *, reason_needed: bool = True) -> None:
    """Raise BadHouseRule with every field that is wrong; a preview needs no reason yet."""
    problems: dict[str, str] = {}
    if reason_needed and not wanted.reason.strip():
        problems["reason"] = "required"
    if wanted.effective_on < today():
        problems["effective_on"] = "past"
    problems |= _bad_lengths(rule, wanted)
    if wanted.warnings is not None and not _readable(wanted.warnings):
        problems["warnings"] = "bad-warnings"
    if problems:
        raise BadHouseRule(problems)


def _bad_lengths(rule: Rule, wanted: Wanted) -> dict[str, str]:
    period = rule.period
    cases = period.by_case.cases if period and period.by_case else {}
    given = {f"length-{case}": number for case, number in wanted.lengths.items()}
    unknown = {f"length-{case}": "unknown" for case in wanted.lengths if case not in cases}
    if wanted.length is not None:
        given["length"] = wanted.length
    bad = {
        key: "bad-length"
        for key, number in given.items()
        if period is not None and not _countable(rule, number)
    }
    if wanted.length is not None and cases:
        bad["length"] = "unknown"
    return bad | unknown


def _countable(rule: Rule, number: int) -> bool:
    """Whether a period of this length can be counted, e.g. day 32 of a month cannot."""
    shortest = rule.period.length if rule.period and rule.period.length == 0 else 1
    if rule.period is None or not (shortest or 0) <= number <= LONGEST:
        return False
    try:
        Span(unit=rule.period.unit, length=number)
    except ValueError:
        return False
    return True


def _readable(warnings: tuple[str, ...]) -> bool:
    try:
        points_from_texts(warnings)
    except ValueError:
        return False
    return True


def running_by_rule(session: Session, tenant: str) -> dict[str, int]:
    """How many clocks run on each rule now; they keep the terms they were counted on."""
    row = DeadlineRow
    query = select(row.rule, func.count()).where(row.tenant == tenant, row.state.in_(OPEN))
    return {found[0]: found[1] for found in session.execute(query.group_by(row.rule))}
