"""Reads of emergencies as frozen values: lists, the board, and what bars a mediation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from engine.actors import Actor
from engine.models import TaskRow, TaskStatus
from workflows.access import Permission, require, visible_to
from workflows.access.models import ReachableRow
from workflows.cases.files import load
from workflows.cases.models import PartyRow, SearchKeyRow, Track
from workflows.deadlines.models import DeadlineRow
from workflows.emergency_linkage.models import IncidentNoticeRow, IncidentRow
from workflows.emergency_linkage.rules import NoticeState, notice_state

#: The liaison of a department sees its own notice only.
_LIAISON = "R08"
#: Values by which the same person is found in another case.
_SURE = ("id_no", "phone")


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A department of an incident, as lists and the board show it."""

    id: str
    department: str
    state: NoticeState
    sent_at: datetime | None
    ack_at: datetime | None
    arrived_at: datetime | None
    closed_at: datetime | None
    result: str
    #: Limits passed without an answer, 0 … 3.
    rung: int
    #: The limit that runs now; None once it has answered or after the last one.
    ack_due_at: datetime | None
    #: How long the present rung lasts.
    ack_span: timedelta | None
    #: The open task in which the department acknowledges.
    task_id: str | None
    #: The silent department that it replaces, and the one that replaces it.
    substitute_of: str
    substituted_by: str


@dataclass(frozen=True, kw_only=True)
class Incident:
    """An emergency without anything protected."""

    id: str
    case_id: str
    instance_id: str
    number: str
    station: str
    #: "" until a person has confirmed it.
    severity: str
    incident_type: str
    source: str
    reported_at: datetime
    received_at: datetime
    graded_at: datetime | None
    arrived_at: datetime | None
    #: stood_down, false_alarm, handed_over; "" while it runs.
    outcome: str
    stood_down_at: datetime | None
    ended_at: datetime | None
    #: No call-back and no text, because the offender may be listening.
    silent: bool
    people: int | None
    notices: tuple[Notice, ...]

    def elapsed(self, now: datetime) -> timedelta:
        """How long the response has run, or did."""
        return (self.stood_down_at or now) - self.reported_at

    @property
    def open_departments(self) -> tuple[str, ...]:
        """Departments whose item bars the stand-down."""
        done = {NoticeState.CLOSED, NoticeState.SUBSTITUTED, NoticeState.RELEASED}
        return tuple(each.department for each in self.notices if each.state not in done)


def incidents(
    session: Session, actor: Actor, *, running: bool, most: int = 100
) -> Sequence[Incident]:
    """The emergencies that exist for an actor, newest first: running, or over."""
    over = IncidentRow.stood_down_at
    query = _seen_by(actor).where(over.is_(None) if running else over.is_not(None))
    rows = session.scalars(query.order_by(IncidentRow.id.desc()).limit(most)).all()
    return [_incident(session, actor, row) for row in rows]


def incident(session: Session, actor: Actor, incident_id: str) -> Incident | None:
    """One emergency, if it exists for the actor."""
    row = session.scalar(_seen_by(actor).where(IncidentRow.id == incident_id))
    return None if row is None else _incident(session, actor, row)


def of_case(session: Session, actor: Actor, case_id: str) -> Sequence[Incident]:
    """The emergencies of a case, newest first, if the case exists for the actor."""
    rows = session.scalars(
        _seen_by(actor).where(IncidentRow.case_id == case_id).order_by(IncidentRow.id.desc())
    )
    return [_incident(session, actor, row) for row in rows]


def _seen_by(actor: Actor) -> Select[Any]:
    require(actor, Permission.INCIDENT_READ)
    reach = (ReachableRow.tenant == IncidentRow.tenant) & (ReachableRow.id == IncidentRow.case_id)
    return select(IncidentRow).join(ReachableRow, reach).where(visible_to(actor))


def _incident(session: Session, actor: Actor, row: IncidentRow) -> Incident:
    return Incident(
        id=row.id, case_id=row.case_id, instance_id=row.instance_id, number=row.number,
        station=row.station, severity=row.severity, incident_type=row.incident_type,
        source=row.source, reported_at=row.reported_at, received_at=row.opened_at,
        graded_at=row.graded_at, arrived_at=row.arrived_at, outcome=row.outcome,
        stood_down_at=row.stood_down_at, ended_at=row.ended_at,
        silent=row.silent_since is not None, people=row.people,
        notices=tuple(_notices(session, actor, row)),
    )  # fmt: skip


def _notices(session: Session, actor: Actor, incident_row: IncidentRow) -> Iterable[Notice]:
    row = IncidentNoticeRow
    query = select(row).where(row.tenant == incident_row.tenant, row.incident_id == incident_row.id)
    own = _own_departments(actor)
    tasks = _ack_tasks(session, incident_row)
    for each in session.scalars(query.order_by(row.id)):
        if own is None or each.department in own:
            yield _notice(session, each, tasks.get(each.department))


def sees_all(actor: Actor) -> bool:
    """Whether somebody sees the whole incident: whoever holds any post but a department's."""
    return any(not each.startswith(f"{_LIAISON}@") for each in actor.groups)


def _own_departments(actor: Actor) -> frozenset[str] | None:
    """The departments whose rows a liaison sees; None for everybody who sees all."""
    if sees_all(actor):
        return None
    return frozenset(each.partition("@")[2] for each in actor.groups)


def _ack_tasks(session: Session, incident_row: IncidentRow) -> Mapping[str, TaskRow]:
    query = select(TaskRow).where(
        TaskRow.tenant == incident_row.tenant, TaskRow.instance_id == incident_row.instance_id,
        TaskRow.node == "acknowledge-notice", TaskRow.status == TaskStatus.OPEN,
    )  # fmt: skip
    return {task.unit: task for task in session.scalars(query)}


def _notice(session: Session, row: IncidentNoticeRow, task: TaskRow | None) -> Notice:
    limits = _limits(session, task) if task is not None else {}
    due = limits.get(row.rung + 1)
    since = limits.get(row.rung, row.sent_at)
    return Notice(
        id=row.id, department=row.department, state=notice_state(row), sent_at=row.sent_at,
        ack_at=row.acked_at, arrived_at=row.arrived_at, closed_at=row.closed_at,
        result=row.result, rung=row.rung, ack_due_at=due,
        ack_span=due - since if due is not None and since is not None else None,
        task_id=task.id if task is not None else None, substitute_of=row.substitute_of,
        substituted_by=row.substituted_by,
    )  # fmt: skip


def _limits(session: Session, task: TaskRow) -> Mapping[int, datetime]:
    """Rung → its limit, from the deadlines of the open task, so that a moved one shows moved."""
    row = DeadlineRow
    found = session.scalars(
        select(row).where(
            row.tenant == task.tenant, row.instance_id == task.instance_id,
            row.anchor == task.anchor, row.code.startswith("H08."),
        )
    )  # fmt: skip
    return {int(each.code.rpartition(".")[2]): each.effective for each in found}


def protection_bars_mediation(session: Session, tenant: str, case_id: str) -> bool:
    """Whether mediation must not be opened on a case: protection and mediation are never mixed.

    A case on the protection track is barred, unless all its emergencies were false alarms; so is
    the case of a person for whom an emergency is still being dealt with elsewhere.
    """
    if load(session, tenant, case_id).track == Track.PROTECTION:
        outcomes = session.scalars(
            select(IncidentRow.outcome).where(
                IncidentRow.tenant == tenant, IncidentRow.case_id == case_id
            )
        ).all()
        return not outcomes or any(outcome != "false_alarm" for outcome in outcomes)
    return _person_protected(session, tenant, case_id)


def _person_protected(session: Session, tenant: str, case_id: str) -> bool:
    """Whether somebody of the case has an unfinished emergency in another case."""
    here, there, party = aliased(SearchKeyRow), aliased(SearchKeyRow), PartyRow
    same = (here.tenant == there.tenant) & (here.kind == there.kind)
    query = (
        select(IncidentRow.id)
        .join(
            there, (there.tenant == IncidentRow.tenant) & (there.case_id == IncidentRow.case_id)
        )
        .join(here, same & (here.print == there.print))
        .join(party, (party.tenant == here.tenant) & (party.id == here.party_id))
        .where(
            IncidentRow.tenant == tenant, IncidentRow.ended_at.is_(None),
            IncidentRow.case_id != case_id, here.case_id == case_id, here.kind.in_(_SURE),
        )
        .limit(1)
    )  # fmt: skip
    return session.scalar(query) is not None
