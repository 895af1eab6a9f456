"""Verbs that move a deadline for a reason: extend, pause, resume, restart, count again.

Each takes the session first, never commits, and refuses before it writes. It answers with a
`Rearming`: the instants to which the engine's timers of the same anchor must be set. Every move is
kept in the history of its case; expiry itself moves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine import history
from engine.actors import Actor
from engine.calendars import Calendar
from engine.clock import require_aware
from engine.errors import Conflict
from engine.models import TaskRow, TaskStatus
from workflows.deadlines.law import LawTable, Rule
from workflows.deadlines.models import DeadlineRow, DeadlineState
from workflows.deadlines.queries import OPEN, reckoning_of
from workflows.deadlines.reading import load_table
from workflows.deadlines.reckoning import Reckoning, check_extension, check_pause
from workflows.deadlines.starting import iso, take_dates


class DeadlineOver(Conflict):
    """The deadline was met, cancelled or missed, so this can no longer be done to it."""

    code = "deadline-over"
    sentence = "Expected {deadline} to be {wanted}, but it is {found}."


@dataclass(frozen=True, kw_only=True)
class Rearming:
    """Where the engine's timers of one deadline belong now."""

    deadline_id: str
    instance_id: str
    anchor: str
    nodes: tuple[str, ...]
    #: When it is missed, or None while it is paused: disarm until it is resumed.
    expires: datetime | None
    warnings: tuple[datetime, ...]


def extend(
    session: Session,
    actor: Actor,
    row: DeadlineRow,
    *,
    days: int,
    asked_at: datetime,
    reason: str,
    calendar: Calendar,
    table: LawTable | None = None,
) -> Rearming:
    """Add natural days to the nominal due date; raises ExtensionRefused, DeadlineOver.

    Consents and approvals are the caller's to have; the rule's `needs` says which.
    """
    table = table or load_table()
    _require(row, OPEN, "running")
    granted = [one["days"] for one in row.extensions]
    check_extension(
        table.rules[row.rule], table, days=days, granted=granted,
        asked_at=require_aware(asked_at), expires=row.expires,
    )  # fmt: skip
    row.extensions = [*row.extensions, {"days": days, "asked_at": iso(asked_at)}]
    return _move(session, actor, row, reckoning_of(row, calendar, table=table), "extended", reason)


def pause(
    session: Session,
    actor: Actor,
    row: DeadlineRow,
    *,
    because: str,
    at: datetime,
    reason: str = "",
    table: LawTable | None = None,
) -> Rearming:
    """Stop the count for a reason that the rule allows; raises NotPausable, DeadlineOver."""
    rule: Rule = (table or load_table()).rules[row.rule]
    _require(row, (DeadlineState.RUNNING,), "running")
    check_pause(rule, because)
    if require_aware(at) >= row.expires:
        raise DeadlineOver(deadline=row.rule, wanted="running", found="missed")
    row.pauses = [*row.pauses, {"since": iso(at), "until": None, "reason": because}]
    row.state = DeadlineState.PAUSED
    _note(session, actor, row, "paused", reason, {"because": because})
    return _rearming(row)


def resume(
    session: Session,
    actor: Actor,
    row: DeadlineRow,
    *,
    at: datetime,
    calendar: Calendar,
    reason: str = "",
    table: LawTable | None = None,
) -> Rearming:
    """Let a paused count run on, moved by the days it stood still; raises DeadlineOver."""
    _require(row, (DeadlineState.PAUSED,), "paused")
    *before, last = row.pauses
    since = datetime.fromisoformat(last["since"])
    row.pauses = [*before, {**last, "until": iso(max(since, require_aware(at)))}]
    row.state = DeadlineState.RUNNING
    return _move(session, actor, row, reckoning_of(row, calendar, table=table), "resumed", reason)


def restart(
    session: Session,
    actor: Actor,
    row: DeadlineRow,
    *,
    start: datetime,
    reason: str,
    calendar: Calendar,
    table: LawTable | None = None,
) -> Rearming:
    """Count again from a corrected start, e.g. after a paper entry; raises DeadlineOver."""
    _require(row, OPEN, "running")
    counted = reckoning_of(row, calendar, table=table, start=start)
    row.start = counted.start
    return _move(session, actor, row, counted, "restarted", reason)


def recount_row(
    session: Session, actor: Actor, row: DeadlineRow, *, calendar: Calendar, reason: str
) -> Rearming | None:
    """Count again on a changed calendar; None and no history when nothing changed."""
    counted = reckoning_of(row, calendar)
    before = (row.nominal, row.effective, tuple(row.warnings), row.provisional)
    after = (
        counted.nominal, counted.effective, tuple(map(iso, counted.warnings)), counted.provisional,
    )  # fmt: skip
    if before == after:
        return None
    return _move(session, actor, row, counted, "recounted", reason)


def _require(row: DeadlineRow, states: tuple[DeadlineState, ...], wanted: str) -> None:
    if row.state not in states:
        raise DeadlineOver(deadline=row.rule, wanted=wanted, found=row.state)


def _move(
    session: Session, actor: Actor, row: DeadlineRow, counted: Reckoning, what: str, reason: str
) -> Rearming:
    """Take the new dates, show them on the task, and keep who moved them and why."""
    before = row.effective
    take_dates(row, counted)
    session.execute(
        update(TaskRow)
        .where(
            TaskRow.tenant == row.tenant, TaskRow.instance_id == row.instance_id,
            TaskRow.anchor == row.anchor, TaskRow.due_code == row.code,
            TaskRow.status == TaskStatus.OPEN,
        )
        .values(due_at=row.effective)
    )  # fmt: skip
    facts = {"before": iso(before), "after": iso(row.effective)}
    _note(session, actor, row, what, reason, facts)
    return _rearming(row)


def _note(
    session: Session,
    actor: Actor,
    row: DeadlineRow,
    what: str,
    reason: str,
    facts: Mapping[str, object],
) -> None:
    entry = history.Entry(
        tag=f"deadline:{what}", instance_id=row.instance_id,
        facts={"deadline": row.id, "code": row.rule, **facts},
        detail={"reason": reason} if reason else None,
    )  # fmt: skip
    history.record(session, actor, row.business_key, row.unit, [entry])


def _rearming(row: DeadlineRow) -> Rearming:
    running = row.state is DeadlineState.RUNNING
    return Rearming(
        deadline_id=row.id, instance_id=row.instance_id, anchor=row.anchor,
        nodes=tuple(row.nodes), expires=row.expires if running else None,
        warnings=tuple(map(datetime.fromisoformat, row.warnings)) if running else (),
    )  # fmt: skip
