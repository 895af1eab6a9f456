"""B for A: hand over before leave, take what an absent colleague holds, give it back afterwards.

Every move asks the same questions of the one who is to act: a post for the task, no tie to a party,
never recused from the case, no sealed door in between. The task and every fact written while it is
in those hands say for whom.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, signals, tasks
from engine.actors import Actor
from engine.database import new_id
from engine.errors import Conflict, Denied
from engine.instances import Calls
from engine.models import TaskRow
from workflows.access import Permission, may, policy
from workflows.cases import membership, work
from workflows.inbox.selecting import OPEN, mine
from workflows.joint_mediation.models import MediationRow
from workflows.notifications.models import NoticeRow
from workflows.notifications.onward import carry_onward
from workflows.people import absences
from workflows.people.directory import acting_for, actor_of
from workflows.people.models import AbsenceRow


class NotStandingIn(Denied):
    """Only the agreed substitute acts for an absent person, for the agreed kinds of cases."""

    code = "not-standing-in"
    sentence = "Expected to stand in for the holder of the task, but no absence says so."


class NotForAnother(Conflict):
    """The task is in nobody's hands for another."""

    code = "not-for-another"
    sentence = "Expected a task held for another person, but it is held for nobody."


class RecusedBefore(Denied):
    """Who was recused or replaced in a case does not come back by standing in."""

    code = "recused-before"
    sentence = "Expected somebody who was not recused from the case, but they were."


def require_fit(session: Session, person: Actor, row: TaskRow) -> None:
    """Refuse somebody who may not work on a task, for whomever."""
    if row.candidate_group not in person.groups:
        raise work.NotAHolder(post=row.candidate_group, person=person.id)
    policy.require_unsealed(session, person, row.business_key)
    work.refuse_tie(session, row.tenant, person.id, row.business_key)
    mediations = select(MediationRow.excluded).where(
        MediationRow.tenant == row.tenant, MediationRow.case_id == row.business_key
    )
    if any(person.id in excluded for excluded in session.scalars(mediations)):
        raise RecusedBefore


def take(session: Session, calls: Calls, actor: Actor, task_id: str) -> TaskRow:
    """The substitute takes one task of somebody who is away now."""
    row = tasks.load(session, actor, task_id)
    absence = next(
        (each for each in absences.standing_in(session, actor) if covers(each, row)), None
    )
    if absence is None and row.candidate_group not in actor.groups:
        raise tasks.NoSuchTask(task=task_id)
    if absence is None:
        raise NotStandingIn
    return _into_hands(session, calls, actor, row, actor, absence)


def covers(absence: AbsenceRow, row: TaskRow) -> bool:
    """Whether an absence is about the holder of a task and its kind of case."""
    kinds = set(absence.processes)
    return row.assignee == absence.person_id and (not kinds or row.process in kinds)


def hand_over(
    session: Session, calls: Calls, actor: Actor, task_id: str, absence: AbsenceRow
) -> TaskRow:
    """Before leave: the absent person, or who steers the unit, gives a task to the substitute."""
    if not may_arrange(actor, absence):
        raise absences.NoSuchAbsence(absence=absence.id)
    row = tasks.load(session, actor, task_id)
    if not covers(absence, row):
        raise NotStandingIn
    substitute = actor_of(session, actor.tenant, absence.substitute_id)
    return _into_hands(session, calls, actor, row, substitute, absence)


def may_arrange(actor: Actor, absence: AbsenceRow) -> bool:
    """Whether the actor arranges this absence: the absent person, or who steers their unit."""
    return actor.id == absence.person_id or may(
        actor, Permission.TASK_REASSIGN, unit=absence.unit_id
    )


def _into_hands(
    session: Session,
    calls: Calls,
    actor: Actor,
    row: TaskRow,
    substitute: Actor,
    absence: AbsenceRow,
) -> TaskRow:
    require_fit(session, substitute, row)
    taking = actor.id == substitute.id
    acting = acting_for(actor, row.candidate_group, instead_of=absence.person_id if taking else "")
    row = tasks.give_instead(
        session, calls, acting, row.id, person=substitute.id, instead_of=absence.person_id,
        facts={"absence": absence.id, "instead_of": absence.person_id},
    )  # fmt: skip
    membership.add_person(session, row.tenant, row.business_key, substitute.id, "claim")
    if not taking:
        _tell(session, row, substitute.id, "task-handed-over")
    return row


def _tell(session: Session, row: TaskRow, person_id: str, template: str) -> None:
    """Leave a notice of a task that came to somebody without their doing."""
    notice = NoticeRow(
        tenant=row.tenant, id=new_id(), unit=row.unit, case_id=row.business_key,
        person_id=person_id, template=template, sent_at=clock.now(),
    )  # fmt: skip
    session.add(notice)
    carry_onward(session, notice, urgent=False)
    signals.announce(session, row.tenant, row.unit, "notices")


def give_back(session: Session, calls: Calls, actor: Actor, task_id: str) -> TaskRow:
    """Back to the one it was held for: by either of the two, or by who steers the unit."""
    row = tasks.load(session, actor, task_id)
    owner, holder = row.instead_of, row.assignee
    near = actor.id in {owner, holder} or may(actor, Permission.TASK_REASSIGN, unit=row.unit)
    if not near:
        raise tasks.NoSuchTask(task=task_id)
    if owner is None or holder is None:
        raise NotForAnother
    require_fit(session, actor_of(session, actor.tenant, owner), row)
    acting = acting_for(actor, row.candidate_group)
    row = tasks.give_instead(session, calls, acting, task_id, person=owner, instead_of=None)
    membership.add_person(session, row.tenant, row.business_key, owner, "claim")
    work.leave(session, row, holder)
    if actor.id != owner:
        _tell(session, row, owner, "task-given-back")
    return row


def held_for(session: Session, actor: Actor) -> list[TaskRow]:
    """Tasks that others still hold for the actor."""
    rows = TaskRow
    query = select(rows).where(
        rows.tenant == actor.tenant, rows.instead_of == actor.id, rows.status == OPEN
    )
    return list(session.scalars(query.order_by(rows.priority, rows.urgent_by, rows.id)))


def to_hand_over(session: Session, absence: AbsenceRow) -> list[TaskRow]:
    """What the absent person holds within what was agreed, most urgent first."""
    person = actor_of(session, absence.tenant, absence.person_id)
    rows = session.scalars(
        select(TaskRow)
        .where(mine(person))
        .order_by(TaskRow.priority, TaskRow.urgent_by, TaskRow.id)
    )
    return [row for row in rows if covers(absence, row)]


def running(absence: AbsenceRow) -> bool:
    """Whether the person is away now."""
    return absence.since <= clock.now() < absence.until and absence.ended_at is None
