"""Dates that people lay on their own tasks (snooze with a reason, look again), and watched cases.

A snoozed task leaves its holder's list and comes back by itself. No clock stands still for it: it
may not sleep past its due date, and what is dangerous does not sleep at all.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine import clock, signals, tasks
from engine.actors import Actor
from engine.database import insert_if_absent
from engine.errors import Conflict, Invalid
from engine.models import TaskRow
from engine.tasks.rows import held, remember
from workflows.access import Permission, policy, require
from workflows.inbox.models import TaskMarkRow, WatchRow

#: Red and emergency tasks stay before everybody's eyes.
LEAST_SLEEPING = 2
LONGEST_SLEEP = timedelta(days=31)
LONGEST_FOLLOW_UP = timedelta(days=400)


class MayNotSleep(Conflict):
    """A red or emergency task is not laid aside."""

    code = "may-not-sleep"
    sentence = "Expected a task without danger, but its priority is {priority}."


class SleepsTooLong(Invalid):
    """A task comes back before it is due, and within a month."""

    code = "sleeps-too-long"
    sentence = "Expected an instant between now and {latest}, but it is {given}."


class NoSuchDay(Invalid):
    """A follow-up date lies ahead, within about a year."""

    code = "follow-up-day"
    sentence = "Expected a day within {days} days from now, but it is {given}."


def snooze(
    session: Session, actor: Actor, task_id: str, *, until: datetime, reason: str
) -> TaskRow:
    """Lay a task of one's own aside until an instant."""
    row = held(session, actor, task_id)
    if not reason.strip():
        raise tasks.ReasonMissing
    if row.priority < LEAST_SLEEPING:
        raise MayNotSleep(priority=row.priority)
    latest = min(each for each in (clock.now() + LONGEST_SLEEP, row.due_at) if each is not None)
    if not clock.now() < until <= latest:
        raise SleepsTooLong(latest=latest, given=until)
    mark = _mark(session, actor, row)
    mark.snoozed_until, mark.snoozed_by, mark.snooze_reason = until, actor.id, reason.strip()
    remember(session, actor, row, "task:snoozed", reason, {"until": until.isoformat()})
    return row


def wake(session: Session, actor: Actor, task_id: str) -> TaskRow:
    """Take a task of one's own back into the list before its time."""
    row = held(session, actor, task_id)
    mark = session.get(TaskMarkRow, (row.tenant, row.id))
    if mark is not None and mark.snoozed_until is not None:
        mark.snoozed_until = mark.snoozed_by = mark.snooze_reason = None
        remember(session, actor, row, "task:woken")
    return row


def follow_up(session: Session, actor: Actor, task_id: str, *, at: datetime | None) -> TaskRow:
    """Say when to look at a task again; None takes the day away.

    For the holder, and for whoever steers the case.
    """
    row = tasks.load(session, actor, task_id, lock=True)
    if row.assignee == actor.id:
        row = held(session, actor, task_id)
    else:
        policy.require_case(session, actor, row.business_key)
        require(actor, Permission.TASK_REASSIGN)
    if at is not None and not clock.now() <= at <= clock.now() + LONGEST_FOLLOW_UP:
        raise NoSuchDay(days=LONGEST_FOLLOW_UP.days, given=at)
    _mark(session, actor, row).follow_up_at = at
    said = {"at": at.isoformat() if at else ""}
    remember(session, actor, row, "task:follow-up-set", "", said)
    return row


def follow_up_of(session: Session, tenant: str, task_id: str) -> datetime | None:
    """The day that is set for a task now."""
    mark = session.get(TaskMarkRow, (tenant, task_id))
    return mark.follow_up_at if mark else None


def _mark(session: Session, actor: Actor, row: TaskRow) -> TaskMarkRow:
    """The marks of a task, fresh and ours to change."""
    insert_if_absent(
        session, TaskMarkRow, tenant=row.tenant, id=row.id, unit=row.unit, changed_by=actor.id,
        changed_at=clock.now(),
    )  # fmt: skip
    mark = session.get_one(
        TaskMarkRow, (row.tenant, row.id), with_for_update=True, populate_existing=True
    )
    mark.changed_by, mark.changed_at = actor.id, clock.now()
    return mark


def watch(session: Session, actor: Actor, case_id: str, *, on: bool) -> None:
    """Watch a case that exists for the actor, or stop watching it."""
    if not on:
        session.execute(
            delete(WatchRow).where(
                WatchRow.tenant == actor.tenant, WatchRow.person_id == actor.id,
                WatchRow.case_id == case_id,
            )
        )  # fmt: skip
        return
    policy.require_case(session, actor, case_id)
    insert_if_absent(
        session, WatchRow, tenant=actor.tenant, person_id=actor.id, case_id=case_id,
        unit=actor.unit, since=clock.now(),
    )  # fmt: skip
    signals.announce(session, actor.tenant, actor.unit, signals.list_of(actor.id))
