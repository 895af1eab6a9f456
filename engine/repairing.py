"""A supervisor's hand on what kept failing: try again, skip, repair or set aside, with a reason.

Trying again arms the dead timer or lets the dead delivery wait anew, with its attempts forgotten.
Skipping lets a timer not fire this once, repairing sets the data right on which it failed.
The failure row stays for ever with who settled it and how; the reason is kept encrypted in a
history of its own. Who may do this is decided by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, history, instances, signals
from engine.actors import Actor
from engine.errors import Conflict, NotFound, require_reason
from engine.instances import Calls, corridor
from engine.models import FailureRow, OutboxRow, OutboxState, TimerRow, TimerState
from engine.spiff.advance import SkipTimer


class Resolution(StrEnum):
    """How a failure was settled."""

    RETRIED = "retried"
    SET_ASIDE = "set-aside"
    SKIPPED = "skipped"
    REPAIRED = "repaired"


class NoSuchFailure(NotFound):
    """There is no such failure for this tenant."""

    code = "no-such-failure"
    sentence = "Expected a failure {failure}, but there is none."


class AlreadySettled(Conflict):
    """Somebody else has settled this failure."""

    code = "failure-already-settled"
    sentence = "Expected an open failure, but it was settled at {at}."


class NothingToRetry(Conflict):
    """What failed is no longer dead: it went on, or it was cancelled with its case."""

    code = "nothing-to-retry"
    sentence = "Expected a dead {kind}, but it is {state}."


def unsettled(session: Session, tenant: str, *, most: int = 200) -> Sequence[FailureRow]:
    """Failures that wait for a hand, oldest first."""
    query = select(FailureRow).where(FailureRow.tenant == tenant, FailureRow.resolved_at.is_(None))
    return session.scalars(query.order_by(FailureRow.raised_at, FailureRow.id).limit(most)).all()


def settled(session: Session, tenant: str, *, most: int = 50) -> Sequence[FailureRow]:
    """Failures that were settled, the latest first."""
    query = select(FailureRow).where(
        FailureRow.tenant == tenant, FailureRow.resolved_at.is_not(None)
    )
    return session.scalars(query.order_by(FailureRow.resolved_at.desc()).limit(most)).all()


def may_be_retried(row: FailureRow) -> bool:
    """Whether there is a timer or a delivery behind a failure that can be tried again."""
    return row.kind in _AGAIN


def retry(session: Session, actor: Actor, failure_id: str, reason: str) -> FailureRow:
    """Let the dead timer or delivery run again at once; refused when it is no longer dead."""
    row = _locked(session, actor, failure_id, reason)
    if row.kind not in _AGAIN:
        raise NothingToRetry(kind=row.kind, state=row.kind)
    _AGAIN[row.kind](session, row)
    _settle(session, actor, row, Resolution.RETRIED, reason)
    return row


def skip(session: Session, calls: Calls, actor: Actor, failure_id: str, reason: str) -> FailureRow:
    """Let a dead timer not fire this once: it waits for its next instant, or no more."""
    row = _with_its_case(session, actor, failure_id, reason)
    timer = _dead_timer(session, row)
    instances.step(session, calls, actor, timer.instance_id, SkipTimer(token=timer.token))
    _settle(session, actor, row, Resolution.SKIPPED, reason)
    return row


def repair(
    session: Session,
    calls: Calls,
    actor: Actor,
    failure_id: str,
    reason: str,
    *,
    values: Mapping[str, Any],
) -> FailureRow:
    """Set process data right that made a timer fail, and let it run again."""
    row = _with_its_case(session, actor, failure_id, reason)
    timer = _dead_timer(session, row)
    instances.amend_data(session, calls, actor, timer.instance_id, values=values, reason=reason)
    _arm_timer(session, row)
    _settle(session, actor, row, Resolution.REPAIRED, reason)
    return row


def set_aside(session: Session, actor: Actor, failure_id: str, reason: str) -> FailureRow:
    """Say that nothing more is to be tried; what is dead stays dead."""
    row = _locked(session, actor, failure_id, reason)
    _settle(session, actor, row, Resolution.SET_ASIDE, reason)
    return row


def _locked(session: Session, actor: Actor, failure_id: str, reason: str) -> FailureRow:
    require_reason(reason)
    row = session.get(FailureRow, (actor.tenant, failure_id), with_for_update=True)
    if row is None:
        raise NoSuchFailure(failure=failure_id)
    if row.resolved_at is not None:
        raise AlreadySettled(at=row.resolved_at)
    return row


def _with_its_case(session: Session, actor: Actor, failure_id: str, reason: str) -> FailureRow:
    """A failure under the lock of its case, which whoever fires timers takes first as well."""
    found = session.get(FailureRow, (actor.tenant, failure_id))
    if found is not None and found.instance_id is not None:
        corridor.lock(session, actor.tenant, found.instance_id)
    return _locked(session, actor, failure_id, reason)


def _dead_timer(session: Session, failure: FailureRow) -> TimerRow:
    if failure.kind != "timer":
        raise NothingToRetry(kind=failure.kind, state=failure.kind)
    row = session.get(TimerRow, (failure.tenant, failure.about), with_for_update=True)
    if row is None or row.state != TimerState.DEAD:
        raise NothingToRetry(kind="timer", state=row.state.value if row else "")
    return row


def _arm_timer(session: Session, failure: FailureRow) -> None:
    row = _dead_timer(session, failure)
    row.state, row.attempts, row.next_try_at = TimerState.ARMED, 0, clock.now()


def _send_again(session: Session, failure: FailureRow) -> None:
    row = session.get(OutboxRow, (failure.tenant, failure.about), with_for_update=True)
    if row is None or row.state != OutboxState.DEAD:
        raise NothingToRetry(kind="delivery", state=row.state.value if row else "")
    row.state, row.attempts, row.next_try_at = OutboxState.WAITING, 0, clock.now()


_AGAIN = {"timer": _arm_timer, "delivery": _send_again}


def _settle(session: Session, actor: Actor, row: FailureRow, how: Resolution, reason: str) -> None:
    row.resolved_at, row.resolved_by, row.resolution = clock.now(), actor.id, how.value
    fact = history.Entry(
        tag=f"failure:{how.value}", instance_id=row.instance_id, node=row.node,
        facts={"kind": row.kind, "about": row.about}, detail={"reason": reason.strip()},
    )  # fmt: skip
    history.record(session, actor, f"failure:{row.id}", row.unit, [fact])
    signals.announce(session, row.tenant, row.unit, "failures")
