"""Where a form, a decision or a diagram is used: read from the active diagrams themselves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from engine import definitions
from engine.models import DefinitionKind, DefinitionRow, DefinitionState
from engine.spiff.parser import Node


@dataclass(frozen=True, kw_only=True)
class Use:
    """One place where a definition is used."""

    process: DefinitionRow
    #: The element that uses it.
    node: Node


def uses(session: Session, row: DefinitionRow) -> list[Use]:
    """Every element of an active diagram that names this form, decision or process."""
    processes = session.scalars(
        select(DefinitionRow)
        .where(
            DefinitionRow.tenant == row.tenant,
            DefinitionRow.kind == DefinitionKind.PROCESS,
            DefinitionRow.state == DefinitionState.ACTIVE,
        )
        .order_by(DefinitionRow.key)
        .options(defer(DefinitionRow.source))
    ).all()
    return [
        Use(process=process, node=node)
        for process in processes
        for node in definitions.diagram(session, row.tenant, process.id).nodes.values()
        if _names(node, row)
    ]


def _names(node: Node, row: DefinitionRow) -> bool:
    named = {
        DefinitionKind.FORM: node.form,
        DefinitionKind.DECISION: node.decision,
        DefinitionKind.PROCESS: node.called,
    }
    return named[row.kind] == row.key
