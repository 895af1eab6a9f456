"""What every verb needs: the file of a call, the submission behind it, its clocks, and a fact.

The clocks of a phase (H09 for the intake, T08 for the mediation) hang on a sub-process, so nobody
but this package knows when they are met; a clock on a task is settled by the task itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from engine import signals
from engine.calendars import Calendar
from engine.database import new_id
from engine.errors import NotFound
from engine.instances import Call, latest_submission
from workflows.cases import files
from workflows.cases.models import CaseRow
from workflows.deadlines.models import DeadlineRow
from workflows.deadlines.queries import calendar_for, open_of
from workflows.deadlines.starting import cancel, meet
from workflows.joint_mediation.models import MediationRow
from workflows.joint_mediation.rules import EndReason
from workflows.notifications.models import NoticeRow
from workflows.notifications.onward import carry_onward
from workflows.notifications.tell import send


class NoSuchMediation(NotFound):
    """The instance has no mediation file."""

    code = "no-such-mediation"
    sentence = "Expected a mediation file for {instance}, but there is none."


def file_of(call: Call) -> MediationRow:
    """The file that a diagram works on."""
    row = call.session.scalar(
        select(MediationRow).where(
            MediationRow.tenant == call.tenant, MediationRow.instance_id == call.instance_id
        )
    )  # fmt: skip
    if row is None:
        raise NoSuchMediation(instance=call.instance_id)
    return row


def case_of(call: Call) -> CaseRow:
    """The case that the file belongs to."""
    return files.load(call.session, call.tenant, call.business_key)


def note(call: Call, tag: str, facts: Mapping[str, Any] | None = None) -> None:
    """One fact of the case's history; codes and ids only."""
    files.record(call.session, call.actor, case_of(call), tag, facts, event_time=call.event_time)


def sent(call: Call, form_key: str) -> Mapping[str, Any]:
    """What was typed last into a form of this mediation; empty when it was never sent."""
    row = latest_submission(call.session, call.tenant, call.instance_id, form_key)
    return {} if row is None else dict(row.fields)


def sender(call: Call, form_key: str) -> str:
    """Who sent a form of this mediation last."""
    row = latest_submission(call.session, call.tenant, call.instance_id, form_key)
    return "" if row is None else row.person


def clock(call: Call, code: str) -> DeadlineRow | None:
    """The running deadline of a code, if this mediation has one."""
    rows = open_of(call.session, call.tenant, call.instance_id)
    return next((row for row in rows if row.code == code), None)


def settle(call: Call, code: str, *, met: bool) -> None:
    """A phase is over: its deadline was met, or cancelled by an interruption."""
    row = clock(call, code)
    if row is not None and met:
        meet(row, at=call.event_time)
    elif row is not None:
        cancel(row, at=call.event_time)


def calendar(call: Call) -> Calendar:
    """The calendar of the centre."""
    return calendar_for(call.session, call.tenant)


def midnight(call: Call, day: str) -> datetime:
    """The first instant of an ISO date in the station's zone."""
    return datetime.combine(date.fromisoformat(day), time(0), calendar(call).zone)


def day_of(call: Call, instant: datetime) -> date:
    """The local day of an instant."""
    return calendar(call).local(instant).date()


def finish(call: Call, row: MediationRow, reason: EndReason) -> None:
    """Write how and when a mediation ended; the first ending stands."""
    if row.ended_at is None:
        row.end_reason, row.ended_at = reason.value, call.event_time
        case_of(call).end_reason = reason.value


def tell_mediator(call: Call, template: str, facts: Mapping[str, Any] | None = None) -> None:
    """A notice for the mediator in person; for all mediators while there is none."""
    row = file_of(call)
    if not row.mediator:
        send(call, role="R04", unit=call.unit, template=template, facts=facts)
        return
    notice = NoticeRow(
        tenant=call.tenant, id=new_id(), unit=call.unit, case_id=call.business_key,
        person_id=row.mediator, template=template, facts=dict(facts or {}),
        sent_at=call.event_time,
    )  # fmt: skip
    call.session.add(notice)
    carry_onward(call.session, notice, urgent=False)
    signals.announce(call.session, call.tenant, call.unit, "notices")


def stage(call: Call, key: str) -> None:
    """Move the stepper of the case."""
    case = case_of(call)
    if case.stage != key:
        case.stage = key
        note(call, "case:staged", {"stage": key})
