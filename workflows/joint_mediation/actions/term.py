"""The month of T08 and its extensions (H14): the row moves here, the timers move in the diagram.

An operation runs in the middle of a step of its own instance, so it cannot step that instance
again to re-arm its timers. `extend` therefore moves the deadline row and answers with the new
instants; the diagram sets `term_moved`, which ends the sub-process `run-term`. That is entered anew
at once and sets its timers from those instants. All of it is one step and one commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from engine.errors import Conflict, Denied
from engine.instances import Call
from engine.models import TaskRow, TaskStatus
from workflows.deadlines import load_table, moving, reckon
from workflows.deadlines.models import DeadlineRow
from workflows.joint_mediation.actions.records import (
    calendar,
    clock,
    day_of,
    midnight,
    note,
    sender,
)
from workflows.joint_mediation.models import MediationRow

TERM = "T08"


class NoTerm(Conflict):
    """The mediation has no running term."""

    code = "no-mediation-term"
    sentence = "Expected a running mediation period, but this mediation has none."


class ProposerDecides(Denied):
    """The person who asked for the extension may not grant it."""

    code = "proposer-decides"
    sentence = "Expected a second person to decide, but {person} asked for the extension."


@dataclass(frozen=True, kw_only=True)
class Term:
    """When the mediation should be over."""

    #: What people read: the last second of the last day.
    due: datetime
    #: The first instant at which it is missed.
    expires: datetime
    #: Local date of the last day, ISO.
    due_on: str
    #: Warnings that are still to come.
    warnings: tuple[datetime, ...]
    extensions: int


def first_term(call: Call, accepted_at: datetime) -> Term:
    """The term as it runs from the acceptance; its row begins with the timers of the diagram."""
    counted = reckon(TERM, start=accepted_at, calendar=calendar(call))
    return Term(
        due=counted.effective, expires=counted.expires,
        due_on=day_of(call, counted.effective).isoformat(), warnings=counted.warnings,
        extensions=0,
    )  # fmt: skip


def running(call: Call) -> DeadlineRow:
    """The deadline row of the term; refuses when there is none."""
    row = clock(call, TERM)
    if row is None:
        raise NoTerm
    return row


def extend(call: Call, mediation: MediationRow, *, days: int, asked_on: str) -> Term:
    """Add days to the nominal due date; raises ExtensionRefused beyond H14, ProposerDecides.

    It counts as asked on the local day `asked_on`, so a consent given in time may be granted later.
    """
    if call.actor.id in {sender(call, "ask-extension"), sender(call, "ask-both-for-extension")}:
        raise ProposerDecides(person=call.actor.name)
    row = running(call)
    moving.extend(
        call.session, call.actor, row, days=days, asked_at=midnight(call, asked_on),
        reason="both parties consented", calendar=calendar(call),
    )  # fmt: skip
    mediation.extensions = len(row.extensions)
    _show_on_tasks(call, row)
    note(call, "term:extended", {"days": days, "times": mediation.extensions})
    return _as_term(call, row)


def most_extensions() -> int:
    """How often the house extends a mediation (H14)."""
    rule = load_table().rules["H14"].extends
    return rule.most if rule and rule.most is not None else 0


def _as_term(call: Call, row: DeadlineRow) -> Term:
    coming = [datetime.fromisoformat(each) for each in row.warnings]
    return Term(
        due=row.effective, expires=row.expires,
        due_on=day_of(call, row.effective).isoformat(), extensions=len(row.extensions),
        warnings=tuple(each for each in coming if each > call.event_time),
    )  # fmt: skip


def _show_on_tasks(call: Call, row: DeadlineRow) -> None:
    """Tasks that show the term show its new end."""
    call.session.execute(
        update(TaskRow)
        .where(
            TaskRow.tenant == call.tenant, TaskRow.instance_id == call.instance_id,
            TaskRow.due_code == TERM, TaskRow.status == TaskStatus.OPEN,
        )
        .values(due_at=row.effective)
    )  # fmt: skip
