"""Who works on a case: the receptionist, the mediator, an invited department, a sealed circle.

Membership is what makes a case exist for people whose role reaches members' cases only.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.orm import Session

from engine import clock
from engine.database import new_id
from workflows.access.models import MemberRow


def add_person(session: Session, tenant: str, case_id: str, person_id: str, basis: str) -> None:
    """Make a person a member; doing it twice changes nothing."""
    _add(session, tenant, case_id, basis, person_id=person_id, member_group=None)


def add_group(session: Session, tenant: str, case_id: str, member_group: str, basis: str) -> None:
    """Make everybody of a group (e.g. the liaison of a department) a member."""
    _add(session, tenant, case_id, basis, person_id=None, member_group=member_group)


def _add(
    session: Session,
    tenant: str,
    case_id: str,
    basis: str,
    *,
    person_id: str | None,
    member_group: str | None,
) -> None:
    same = select(MemberRow.id).where(
        MemberRow.tenant == tenant, MemberRow.case_id == case_id,
        MemberRow.person_id.is_(person_id) if person_id is None
        else MemberRow.person_id == person_id,
        MemberRow.member_group.is_(member_group) if member_group is None
        else MemberRow.member_group == member_group,
        MemberRow.until.is_(None),
    )  # fmt: skip
    if session.scalar(same.limit(1)) is None:
        session.add(
            MemberRow(
                tenant=tenant, id=new_id(), case_id=case_id, person_id=person_id,
                member_group=member_group, basis=basis, since=clock.now(),
            )
        )  # fmt: skip


def end_person(
    session: Session, tenant: str, case_id: str, person_id: str, *, basis: str | None = None
) -> None:
    """End a person's membership, e.g. after a recusal; with a basis only that of the basis."""
    _end(session, tenant, case_id, MemberRow.person_id == person_id, basis)


def end_group(
    session: Session, tenant: str, case_id: str, member_group: str, *, basis: str | None = None
) -> None:
    """End a group's membership, e.g. of a department that is no longer asked."""
    _end(session, tenant, case_id, MemberRow.member_group == member_group, basis)


def _end(
    session: Session, tenant: str, case_id: str, who: ColumnElement[bool], basis: str | None
) -> None:
    same_basis = true() if basis is None else MemberRow.basis == basis
    session.execute(
        update(MemberRow)
        .where(
            MemberRow.tenant == tenant, MemberRow.case_id == case_id, who, same_basis,
            MemberRow.until.is_(None),
        )
        .values(until=clock.now())
    )  # fmt: skip
