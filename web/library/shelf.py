"""What stands in the process library: every diagram, decision and form with its versions.

Reading only. A draft (version 0) is a file that passed the gate and waits for its confirmation; it
is never used by a case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from engine.definitions import NoSuchDefinition
from engine.models import (
    DefinitionKind,
    DefinitionRow,
    DefinitionState,
    InstanceRow,
    InstanceStatus,
)
from workflows.diagram_drafts.models import DiagramDraftRow

#: The version number of a draft: it has none yet.
DRAFT_VERSION = 0


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """One diagram, decision or form as the list shows it."""

    #: The version in use; None when only a draft or retired versions are there.
    active: DefinitionRow | None
    #: The latest version of any state, the draft apart.
    latest: DefinitionRow
    draft: DefinitionRow | None
    #: Cases that run on any of its versions; diagrams only.
    running: int
    #: Whether somebody is changing it in the browser; diagrams only.
    drawn: bool = False

    @property
    def shown(self) -> DefinitionRow:
        """The version that the list speaks of."""
        return self.active or self.latest

    @property
    def changed_at(self) -> datetime:
        """When its state last changed."""
        rows = [row for row in (self.latest, self.draft) if row is not None]
        return max(row.retired_at or row.effective_from or row.created_at for row in rows)


def shelf(session: Session, tenant: str) -> list[Shelved]:
    """Everything of a centre: diagrams first, then decisions, then forms, each by its key."""
    rows = session.scalars(
        select(DefinitionRow)
        .where(DefinitionRow.tenant == tenant)
        .order_by(DefinitionRow.kind, DefinitionRow.key, DefinitionRow.version)
        .options(defer(DefinitionRow.source))
    ).all()
    by_key: dict[tuple[DefinitionKind, str], list[DefinitionRow]] = {}
    for row in rows:
        by_key.setdefault((row.kind, row.key), []).append(row)
    running = running_by_definition(session, tenant)
    drawn = _drawn(session, tenant)
    found = [_shelved(group, running, drawn) for group in by_key.values()]
    order = list(DefinitionKind)
    return sorted(found, key=lambda one: (order.index(one.latest.kind), one.latest.key))


def _drawn(session: Session, tenant: str) -> frozenset[str]:
    row = DiagramDraftRow
    return frozenset(session.scalars(select(row.process).where(row.tenant == tenant)))


def _shelved(
    rows: Sequence[DefinitionRow], running: Mapping[str, int], drawn: frozenset[str]
) -> Shelved:
    drafts = [row for row in rows if row.version == DRAFT_VERSION]
    return Shelved(
        active=next((row for row in rows if row.state == DefinitionState.ACTIVE), None),
        latest=rows[-1],
        draft=drafts[0] if drafts else None,
        running=sum(running.get(row.id, 0) for row in rows),
        drawn=rows[-1].kind == DefinitionKind.PROCESS and rows[-1].key in drawn,
    )


def running_by_definition(session: Session, tenant: str) -> dict[str, int]:
    """How many cases run on each version of a diagram."""
    query = (
        select(InstanceRow.definition_id, func.count())
        .where(InstanceRow.tenant == tenant, InstanceRow.status == InstanceStatus.RUNNING)
        .group_by(InstanceRow.definition_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def version_of(
    session: Session, tenant: str, kind: DefinitionKind, key: str, version: int
) -> DefinitionRow:
    """One version with its file."""
    row = session.scalar(
        select(DefinitionRow).where(
            DefinitionRow.tenant == tenant, DefinitionRow.kind == kind, DefinitionRow.key == key,
            DefinitionRow.version == version,
        )
    )  # fmt: skip
    if row is None or version == DRAFT_VERSION:
        raise NoSuchDefinition(kind=kind.value, key=key)
    return row


def draft_of(session: Session, tenant: str, draft_id: str) -> DefinitionRow:
    """A draft by its id; NoSuchDefinition once it was deployed, discarded or replaced."""
    row = session.get(DefinitionRow, (tenant, draft_id))
    if row is None or row.version != DRAFT_VERSION:
        raise NoSuchDefinition(kind="draft", key=draft_id)
    return row
