"""What a station really has, told to the gate: forms, operations, decisions, roles, deadlines.

The gate refuses a diagram that names anything else. Locked nodes are those that the law of the
house keeps in every version of a process.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import definitions, lint
from engine.models import DefinitionKind, DefinitionRow, DefinitionState
from workflows import catalog
from workflows.codes import load_lists
from workflows.deadlines import load_table

#: Nodes that a supervisor may not delete: safety screen, mediability, check before sessions.
LOCKED: Mapping[str, frozenset[str]] = {
    "visit": frozenset({"screen-safety"}),
    "joint-mediation": frozenset({"judge-mediability", "check-safety-before-session"}),
    "emergency-linkage": frozenset({"log-mandatory-report"}),
}

#: A session may only follow its own safety check, each time.
GUARDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "joint-mediation": {"check-safety-before-session": frozenset({"hold-session"})},
}


def station_facts(session: Session, tenant: str) -> lint.StationFacts:
    """The facts of one centre at this moment."""
    forms = {
        row.key: definitions.form(session, tenant, row.id)
        for row in _active(session, tenant, DefinitionKind.FORM)
    }
    return lint.StationFacts(
        forms=frozenset(forms),
        operations=frozenset(catalog.operations()),
        decisions=frozenset(_decisions(session, tenant)),
        roles=frozenset(code.code for code in load_lists()["roles"]),
        deadlines=frozenset(load_table().rules),
        called=frozenset(process.id for process in catalog.processes()),
        locked=LOCKED,
        guards=GUARDS,
    )


def _active(session: Session, tenant: str, kind: DefinitionKind) -> list[DefinitionRow]:
    query = select(DefinitionRow).where(
        DefinitionRow.tenant == tenant, DefinitionRow.kind == kind,
        DefinitionRow.state == DefinitionState.ACTIVE,
    )  # fmt: skip
    return list(session.scalars(query))


def _decisions(session: Session, tenant: str) -> set[str]:
    return {row.key for row in _active(session, tenant, DefinitionKind.DECISION)}
