"""The first administrator of a centre, made from the command line; there is no default account."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine import clock
from engine.database import new_id
from workflows.people.models import CentreRow, PersonRow, PostRow, UnitKind, UnitRow
from workflows.people.signing_in import add_person

#: The unit of a centre itself.
CENTRE_UNIT = "centre"


def create_administrator(
    session: Session, centre: str, username: str, name: str, *, password: str
) -> PersonRow:
    """Create a centre when it is new, and a person with the post of system administrator (R13)."""
    tenant = centre.strip().lower()
    ensure_centre(session, tenant, name=centre, code=tenant.upper()[:4])
    person = add_person(session, tenant, username=username, name=name, password=password)
    give_post(session, tenant, person.id, "R13", CENTRE_UNIT)
    return person


def ensure_centre(
    session: Session, tenant: str, *, name: str, code: str, name_en: str = ""
) -> CentreRow:
    """The centre of a tenant, with its own unit."""
    centre = session.get(CentreRow, tenant)
    if centre is None:
        centre = CentreRow(tenant=tenant, name=name, name_en=name_en, code=code)
        own = UnitRow(
            tenant=tenant, id=CENTRE_UNIT, kind=UnitKind.CENTRE, name=name, name_en=name_en
        )
        session.add_all([centre, own])
        session.flush()
    return centre


def give_post(
    session: Session, tenant: str, person_id: str, role: str, unit_id: str, *, title: str = ""
) -> PostRow:
    """A post from now on, without an end."""
    post = PostRow(
        tenant=tenant, id=new_id(), person_id=person_id, unit_id=unit_id, role=role, title=title,
        since=clock.now(),
    )  # fmt: skip
    session.add(post)
    session.flush()
    return post
