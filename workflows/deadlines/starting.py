"""A deadline row begins once for an activity and ends by being met or cancelled.

Its instants are written here only; moving them for a reason is `moving`'s work. Nothing commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.calendars import Calendar
from engine.clock import require_aware
from workflows.deadlines.choosing import HouseChange, choose_rule, known_facts, terms_of
from workflows.deadlines.law import LawTable
from workflows.deadlines.models import DeadlineRow, DeadlineState
from workflows.deadlines.queries import OPEN, of_activity, terms_to
from workflows.deadlines.reading import load_table
from workflows.deadlines.reckoning import Reckoning, recount


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An activity asks for its deadline."""

    unit: str
    business_key: str
    instance_id: str
    #: Token of the activity; with instance and code it finds the row again.
    anchor: str
    #: The node that asks: a task, or a timer on it.
    node: str
    #: Code with or without part.
    code: str
    #: Aware instant from which it counts.
    start: datetime
    #: Facts of the case; only those that the rule looks at are kept.
    facts: Mapping[str, object]


def start_deadline(
    session: Session,
    tenant: str,
    asked: Asked,
    *,
    calendar: Calendar,
    table: LawTable | None = None,
    changes: Mapping[str, HouseChange] | None = None,
) -> DeadlineRow:
    """Start a deadline, or give the one that the activity already has under this code.

    A second asking changes nothing but the nodes, whatever start or facts it names, so that a task
    and its timers share one row.
    """
    known = of_activity(session, tenant, asked.instance_id, asked.anchor)
    row = known.get(asked.code)
    if row is None:
        row = known[asked.code] = _new_row(tenant, asked, calendar, table or load_table(), changes)
        session.add(row)
    elif asked.node not in row.nodes:
        row.nodes = [*row.nodes, asked.node]
    return row


def _new_row(
    tenant: str,
    asked: Asked,
    calendar: Calendar,
    table: LawTable,
    changes: Mapping[str, HouseChange] | None,
) -> DeadlineRow:
    rule = choose_rule(table, asked.code, asked.facts)
    terms = terms_of(rule, asked.facts, changes)
    counted = recount(rule, terms, start=asked.start, calendar=calendar)
    looked_at = known_facts(table, asked.code)
    row = DeadlineRow(
        tenant=tenant, unit=asked.unit, business_key=asked.business_key,
        instance_id=asked.instance_id, anchor=asked.anchor, nodes=[asked.node], code=asked.code,
        rule=rule.code, basis_kind=rule.kind, basis_zh=rule.basis.zh, basis_en=rule.basis.en,
        facts={key: str(asked.facts[key]) for key in looked_at if asked.facts.get(key) is not None},
        at_end_zh=rule.at_end.zh, at_end_en=rule.at_end.en, start=counted.start,
        terms=terms_to(terms), pauses=[], extensions=[], calendar=counted.calendar,
        whole_day=counted.whole_day, state=DeadlineState.RUNNING,
    )  # fmt: skip
    take_dates(row, counted)
    return row


def meet(row: DeadlineRow, *, at: datetime) -> bool:
    """What was due is done; answers whether in time. A settled deadline stays as it is."""
    if row.state in OPEN:
        row.state, row.settled_at = DeadlineState.MET, require_aware(at)
    return row.settled_at is not None and row.settled_at < row.expires


def cancel(row: DeadlineRow, *, at: datetime) -> None:
    """The activity was interrupted, so the deadline counts neither as met nor as missed."""
    if row.state in OPEN:
        row.state, row.settled_at = DeadlineState.CANCELLED, require_aware(at)


def take_dates(row: DeadlineRow, counted: Reckoning) -> None:
    """Write the instants of a reckoning into the row."""
    row.nominal, row.effective, row.expires = counted.nominal, counted.effective, counted.expires
    row.warnings = [iso(instant) for instant in counted.warnings]
    row.rolled, row.provisional = counted.rolled, counted.provisional


def iso(instant: datetime) -> str:
    """An aware instant as the text that rows keep."""
    return require_aware(instant).isoformat()
