"""Bring an installation's definitions up to what the `bpmn/` folder holds, tenant by tenant.

Forms and decisions first, then the processes that pin them; what has not changed stays the version
it is. A version that a supervisor deployed in the browser is newer and is not replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import definitions
from engine.actors import Actor, house
from engine.errors import NotFound
from engine.models import DefinitionKind
from workflows import catalog
from workflows.documents import load_kinds, templates
from workflows.people.models import CentreRow
from workflows.station_facts import station_facts

BPMN = Path(__file__).resolve().parent.parent / "bpmn"

#: Author of the versions that come with the product.
SHIPPED = "shipped"


def install_all(session: Session) -> int:
    """Install for every centre; returns how many new versions were made."""
    tenants = session.scalars(select(CentreRow.tenant)).all()
    return sum(install(session, tenant) for tenant in tenants)


def install(session: Session, tenant: str) -> int:
    """Deploy what `bpmn/` holds for one centre."""
    actor = house(tenant, SHIPPED)
    made = 0
    for path in _files("*/forms/*.json"):
        made += definitions.deploy_form(session, actor, path.read_bytes()).new
    for path in _files("decisions/*.dmn"):
        made += definitions.deploy_decision(session, actor, path.read_bytes()).new
    for kind in load_kinds():
        templates.active(session, tenant, kind)
    for process in catalog.processes():
        made += _install_process(session, actor, process.id)
    return made


def _install_process(session: Session, actor: Actor, process_id: str) -> bool:
    if _edited_here(session, actor.tenant, process_id):
        return False
    source = (BPMN / process_id / f"{process_id}.bpmn").read_bytes()
    station = station_facts(session, actor.tenant)
    return definitions.deploy_process(
        session, actor, source, process_id=process_id, station=station
    ).new


def _edited_here(session: Session, tenant: str, process_id: str) -> bool:
    """Whether a person of the centre deployed the version that is active."""
    try:
        row = definitions.active(session, tenant, DefinitionKind.PROCESS, process_id)
    except NotFound:
        return False
    return row.author != SHIPPED


def _files(pattern: str) -> Iterable[Path]:
    return sorted(BPMN.glob(pattern))
