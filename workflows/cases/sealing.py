"""A sealed case exists for its circle only; who may seal it, and who comes in and goes out.

The circle is the members of the case. Whoever seals a case is in it and answers for it, so it
never loses the last one who may change it, and nobody leaves it with work in hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from engine import clock, commands, history
from engine.actors import Actor, group
from engine.errors import Conflict, Invalid
from engine.models import TaskRow, TaskStatus
from workflows.access import Permission, policy, require
from workflows.access.law import MAY
from workflows.access.models import BREAK_GLASS, MemberRow, ReachableRow
from workflows.access.sight import sights
from workflows.cases import files, membership
from workflows.cases.models import CaseRow
from workflows.cases.queries import SHORTEST_REASON, ReasonTooShort
from workflows.cases.work import refuse_tie
from workflows.people.directory import NoSuchPerson, actor_of, holders, posts_of
from workflows.people.models import PersonRow

CIRCLE = "circle"


class AlreadySealed(Conflict):
    """The case was sealed before."""

    code = "already-sealed"
    sentence = "Expected an open case, but it is sealed."


class NotSealed(Conflict):
    """Only a sealed case has a circle that is kept by hand."""

    code = "not-sealed"
    sentence = "Expected a sealed case, but it is open."


class NotForTheCircle(Invalid):
    """Somebody without a post by which they could read the case gains nothing in its circle."""

    code = "not-for-the-circle"
    sentence = "Expected somebody with a post for such a case, but {person} has none."


class LastKeeper(Conflict):
    """The circle would be left without anybody who may change it."""

    code = "last-keeper"
    sentence = "Expected somebody else who keeps the circle, but this is the last one."


class StillAtWork(Conflict):
    """Whoever leaves the circle gives their tasks on first."""

    code = "still-at-work"
    sentence = "Expected a member without open tasks, but there are {tasks}."


def require_reason(reason: str) -> str:
    """A reason that a reviewer understands."""
    text = reason.strip()
    if len(text) < SHORTEST_REASON:
        raise ReasonTooShort(least=SHORTEST_REASON, given=len(text))
    return text


def may_seal(session: Session, actor: Actor, case: CaseRow) -> bool:
    """Whether the actor may seal this case or keep its circle."""
    return policy.may(actor, Permission.CASE_SEAL, unit=case.station) and not policy.is_outside(
        session, actor, case.id
    )


def seal(session: Session, actor: Actor, case_id: str, reason: str, *, key: str = "") -> None:
    """From now on the case exists for its members, the actor among them, once however often."""
    policy.require_case(session, actor, case_id)

    def work() -> dict[str, Any]:
        history.hold(session, actor.tenant, case_id)
        case = files.load(session, actor.tenant, case_id)
        require(actor, Permission.CASE_SEAL, unit=case.station)
        if _reach(session, case).sealed:
            raise AlreadySealed
        membership.add_person(session, case.tenant, case.id, actor.id, CIRCLE)
        files.seal(session, actor, case, at=clock.now(), reason=require_reason(reason))
        return {"case": case.id}

    commands.once(session, actor, key, f"seal:{case_id}", work)


def circle(session: Session, tenant: str, case_id: str) -> Sequence[MemberRow]:
    """Who is in, one row a person or group, in the order they came."""
    query = select(MemberRow).where(_present(tenant, case_id), MemberRow.basis != BREAK_GLASS)
    found: dict[str, MemberRow] = {}
    for row in session.scalars(query.order_by(MemberRow.since, MemberRow.id)):
        found.setdefault(row.person_id or row.member_group or row.id, row)
    return list(found.values())


def _present(tenant: str, case_id: str) -> ColumnElement[bool]:
    rows = MemberRow
    return (
        (rows.tenant == tenant)
        & (rows.case_id == case_id)
        & or_(rows.until.is_(None), rows.until > clock.now())
    )


def candidates(session: Session, case: CaseRow) -> Sequence[PersonRow]:
    """Colleagues of the case's station who are not in the circle yet, by name."""
    inside = {row.person_id for row in circle(session, case.tenant, case.id)}
    found: dict[str, PersonRow] = {}
    for role in MAY:
        if Permission.CASE_READ in MAY[role]:
            for person in holders(session, case.tenant, role, case.station, clock.now()):
                found[person.id] = person
    return sorted(
        (person for person in found.values() if person.id not in inside),
        key=lambda person: person.name,
    )


def without_hands(session: Session, case: CaseRow) -> Sequence[TaskRow]:
    """Tasks in a pool that nobody of the circle can take, so that they would only wait."""
    now, held = clock.now(), set[str]()
    for row in circle(session, case.tenant, case.id):
        if row.member_group:
            held.add(row.member_group)
        elif row.person_id:
            posts = posts_of(session, case.tenant, row.person_id, now)
            held |= {group(post.role, post.unit_id) for post in posts}
    rows = TaskRow
    query = select(rows).where(
        rows.tenant == case.tenant, rows.business_key == case.id,
        rows.status == TaskStatus.OPEN, rows.assignee.is_(None),
        rows.candidate_group.not_in(sorted(held)),
    )  # fmt: skip
    return session.scalars(query.order_by(rows.opened_at, rows.id)).all()


def let_in(session: Session, actor: Actor, case_id: str, person_id: str) -> None:
    """Take a colleague into the circle; doing it twice changes nothing."""
    case = _kept(session, actor, case_id)
    if session.get(PersonRow, (case.tenant, person_id)) is None:
        raise NoSuchPerson(person=person_id)
    refuse_tie(session, case.tenant, person_id, case.id)
    if person_id in {row.person_id for row in circle(session, case.tenant, case.id)}:
        return
    membership.add_person(session, case.tenant, case.id, person_id, CIRCLE)
    session.flush()
    if not sights(session, actor_of(session, case.tenant, person_id), [case.id]):
        raise NotForTheCircle(person=person_id)
    files.record(session, actor, case, "circle:joined", {"to": person_id})


def let_go(session: Session, actor: Actor, case_id: str, member_id: str) -> None:
    """Take somebody out of the circle: from now on the case does not exist for them."""
    case = _kept(session, actor, case_id)
    row = session.get(MemberRow, (case.tenant, member_id))
    if row is None or row.case_id != case.id or row.basis == BREAK_GLASS:
        raise policy.NoSuchCase(case=case_id)
    _refuse_work(session, row)
    if not _keepers(session, case) - {row.person_id}:
        raise LastKeeper
    same = (
        MemberRow.person_id == row.person_id if row.person_id
        else MemberRow.member_group == row.member_group
    )  # fmt: skip
    for each in session.scalars(select(MemberRow).where(_present(case.tenant, case.id), same)):
        each.until = clock.now()
    files.record(session, actor, case, "circle:left", {"to": row.person_id or row.member_group})


def _kept(session: Session, actor: Actor, case_id: str) -> CaseRow:
    """A sealed case whose circle the actor may change; others who change it wait meanwhile."""
    policy.require_case(session, actor, case_id)
    policy.require_unsealed(session, actor, case_id)
    history.hold(session, actor.tenant, case_id)
    case = files.load(session, actor.tenant, case_id)
    require(actor, Permission.CASE_SEAL, unit=case.station)
    if not _reach(session, case).sealed:
        raise NotSealed
    return case


def _reach(session: Session, case: CaseRow) -> ReachableRow:
    return session.get_one(ReachableRow, (case.tenant, case.id))


def _refuse_work(session: Session, row: MemberRow) -> None:
    rows = TaskRow
    whose = (
        rows.assignee == row.person_id if row.person_id
        else rows.candidate_group == row.member_group
    )  # fmt: skip
    query = select(rows.name).where(
        rows.tenant == row.tenant, rows.business_key == row.case_id,
        rows.status == TaskStatus.OPEN, whose,
    )  # fmt: skip
    open_tasks = session.scalars(query).all()
    if open_tasks:
        raise StillAtWork(tasks=len(open_tasks))


def _keepers(session: Session, case: CaseRow) -> set[str | None]:
    """Members who may change the circle."""
    now = clock.now()
    return {
        row.person_id
        for row in circle(session, case.tenant, case.id)
        if row.person_id
        and any(
            Permission.CASE_SEAL in MAY.get(post.role, ()) and post.unit_id == case.station
            for post in posts_of(session, case.tenant, row.person_id, now)
        )
    }
