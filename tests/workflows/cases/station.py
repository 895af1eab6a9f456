"""A centre with two stations and cases in it, without diagrams: what the case file stands on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from tests.cast import EAST_LAKE, LIU_YAN, MS_SUN, SOUTH_GATE, TENANT
from workflows.cases import files, parties
from workflows.cases.models import CaseRow, PartyRole
from workflows.people.administrators import ensure_centre
from workflows.people.models import UnitKind, UnitRow


def found_centre(session: Session, tenant: str = TENANT) -> None:
    """The centre and its two stations."""
    ensure_centre(session, tenant, name="孝城", code="XG")
    for key, code in ((EAST_LAKE, "DH"), (SOUTH_GATE, "NM")):
        session.add(UnitRow(tenant=tenant, id=key, kind=UnitKind.STATION, name=key, code=code))
    session.flush()


def open_case(
    session: Session,
    actor: Actor = LIU_YAN,
    *,
    visitor: Mapping[str, Any] = MS_SUN,
    station: str = EAST_LAKE,
    hidden_address: bool = False,
) -> CaseRow:
    """A case with its visitor."""
    case = files.open_case(session, actor, station, event_time=clock.now())
    parties.add(
        session, actor.tenant, station, case.id, PartyRole.VISITOR, visitor,
        hidden_address=hidden_address,
    )  # fmt: skip
    return case
