"""What the rows of an instance say it waits for, read in one statement and closed without objects.

Rows that the session holds as objects count as those say, because a verb may have changed one and
not sent it yet; closing one changes the object and the table alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Executable, bindparam, delete, func, literal, null, select, union_all, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from engine.database import Base, on_tables, table
from engine.models import InstanceRow, SubscriptionRow, TaskRow, TaskStatus, TimerRow, TimerState

#: A timer in one of these states belongs to a token that still waits.
UNSETTLED: Final = (TimerState.ARMED, TimerState.DEAD)

_TIMERS, _TASKS, _SUBSCRIPTIONS = table(TimerRow), table(TaskRow), table(SubscriptionRow)
_KINDS: Final[dict[str, type[Base]]] = {
    "timer": TimerRow, "task": TaskRow, "subscription": SubscriptionRow,
}  # fmt: skip


def _of_instance(rows: Any, kind: str, *columns: Any) -> Any:
    return select(literal(kind).label("kind"), rows.c.id, rows.c.token, *columns).where(
        rows.c.tenant == bindparam("of_tenant"), rows.c.instance_id == bindparam("of_instance")
    )


_WAITING: Final[Executable] = union_all(
    _of_instance(
        _TIMERS, "timer", _TIMERS.c.due_at, null().label("message"), null().label("correlation"),
        null().label("whose"),
    ).where(_TIMERS.c.state.in_(UNSETTLED)),
    _of_instance(
        _TASKS, "task", null(), null(), null(),
        func.coalesce(_TASKS.c.assignee, _TASKS.c.candidate_group),
    ).where(_TASKS.c.status == TaskStatus.OPEN),
    _of_instance(
        _SUBSCRIPTIONS, "subscription", null(), _SUBSCRIPTIONS.c.message,
        _SUBSCRIPTIONS.c.correlation, null(),
    ),
)  # fmt: skip
_CANCEL_TIMER: Final = (
    update(_TIMERS)
    .where(_TIMERS.c.tenant == bindparam("of_tenant"), _TIMERS.c.id == bindparam("of_id"))
    .values(state=TimerState.CANCELLED, settled_at=bindparam("at"))
)
_UNSUBSCRIBE: Final = delete(_SUBSCRIPTIONS).where(
    _SUBSCRIPTIONS.c.tenant == bindparam("of_tenant"), _SUBSCRIPTIONS.c.id == bindparam("of_id")
)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """The open rows of one instance; what the new state still wants is taken out, the rest ends."""

    #: Token → id and due instant.
    timers: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    #: Token → id.
    tasks: dict[str, str] = field(default_factory=dict)
    #: In whose list each of these tasks stands: a person's id, or the group whose pool it is.
    whose: set[str] = field(default_factory=set)
    #: Token and message → id and correlation.
    subscriptions: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)


def waiting(session: Session, instance: InstanceRow) -> Waiting:
    """Read the open rows of an instance."""
    _send_what_opens(session)
    found = Waiting()
    of_instance = {"of_tenant": instance.tenant, "of_instance": instance.id}
    rows: Any = on_tables(session, _WAITING, of_instance)
    for kind, row_id, token, due, message, correlation, whose in rows:
        if _over(held(session, _KINDS[kind], instance.tenant, row_id)):
            continue
        if kind == "timer":
            found.timers[token] = (row_id, due)
        elif kind == "task":
            found.tasks[token] = row_id
            found.whose.add(whose)
        else:
            found.subscriptions[token, message] = (row_id, correlation)
    return found


def _send_what_opens(session: Session) -> None:
    """Rows that a verb opens and has not sent yet must be in the table when it is read."""
    kinds = (TimerRow, TaskRow, SubscriptionRow)
    pending = [*session.new, *session.dirty]
    if any(isinstance(row, kinds) and not _over(row) for row in pending):
        session.flush()


def _over(row: object) -> bool:
    if isinstance(row, TaskRow):
        return row.status != TaskStatus.OPEN
    return isinstance(row, TimerRow) and row.state not in UNSETTLED


def held(session: Session, kind: type[Base], tenant: str, row_id: str) -> Any:
    """The object that the session already holds for a row, or None; asks no database."""
    return session.identity_map.get(identity_key(kind, (tenant, row_id)))


def cancel_timers(
    session: Session, tenant: str, timers: Iterable[tuple[str, datetime]], at: datetime
) -> None:
    """The tokens of these timers are gone."""
    unheld = []
    for row_id, _ in timers:
        row: TimerRow | None = held(session, TimerRow, tenant, row_id)
        if row is None:
            unheld.append({"of_tenant": tenant, "of_id": row_id, "at": at})
        else:
            row.state, row.settled_at = TimerState.CANCELLED, at
    if unheld:
        on_tables(session, _CANCEL_TIMER, unheld)


def unsubscribe(session: Session, tenant: str, subscriptions: Iterable[tuple[str, str]]) -> None:
    """Nobody waits for these messages any more."""
    gone = []
    for row_id, _ in subscriptions:
        gone.append({"of_tenant": tenant, "of_id": row_id})
        row = held(session, SubscriptionRow, tenant, row_id)
        if row is not None:
            session.expunge(row)
    if gone:
        on_tables(session, _UNSUBSCRIBE, gone)
