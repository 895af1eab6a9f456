"""An uploaded file passes the gate before anything is written, and a person confirms it afterwards.

1. `check` rehearses the deployment with the real verbs and takes it back: a refused file leaves
   nothing behind.
2. A file that passed is kept as the draft of its key.
3. `deploy` does it in earnest, once for each confirmation page, and the draft is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine import clock, commands, definitions, history
from engine.actors import Actor
from engine.decisions.reading import NotDecisionModel
from engine.definitions import Deployed
from engine.errors import Finding, NotDeployable
from engine.models import DefinitionKind, DefinitionRow, DefinitionState
from web.library.shelf import DRAFT_VERSION, draft_of
from workflows.station_facts import station_facts

MOST_BYTES = 2 * 1024 * 1024


class Suffix(StrEnum):
    """What the end of a file's name says about it."""

    BPMN = ".bpmn"
    DMN = ".dmn"
    JSON = ".json"


_KINDS = {
    Suffix.BPMN: DefinitionKind.PROCESS,
    Suffix.DMN: DefinitionKind.DECISION,
    Suffix.JSON: DefinitionKind.FORM,
}


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A file that the gate let pass."""

    row: DefinitionRow
    deployed: Deployed


def kind_of(filename: str) -> DefinitionKind:
    """The kind of a file by the end of its name; NotDeployable when it is none of ours."""
    for suffix, kind in _KINDS.items():
        if filename.lower().endswith(suffix):
            return kind
    raise NotDeployable([Finding(rule="file-kind")])


def refuse_size(source: bytes) -> None:
    """Refuse an empty file and one over 2 MB before anything looks into it."""
    if not source:
        raise NotDeployable([Finding(rule="file-empty")])
    if len(source) > MOST_BYTES:
        raise NotDeployable([Finding(rule="file-too-large", fields={"most": MOST_BYTES})])


def check(session: Session, actor: Actor, kind: DefinitionKind, source: bytes) -> Checked:
    """Deploy in a savepoint and take it back; NotDeployable with every finding."""
    refuse_size(source)
    rehearsal = session.begin_nested()
    try:
        deployed = _deploy(session, actor, kind, source)
        row = session.get_one(DefinitionRow, (actor.tenant, deployed.id))
        session.flush()
        session.expunge(row)
    finally:
        rehearsal.rollback()
    return Checked(row=row, deployed=deployed)


def _deploy(session: Session, actor: Actor, kind: DefinitionKind, source: bytes) -> Deployed:
    if kind is DefinitionKind.FORM:
        return definitions.deploy_form(session, actor, source)
    if kind is DefinitionKind.DECISION:
        return _deploy_decision(session, actor, source)
    facts = station_facts(session, actor.tenant)
    return definitions.deploy_process(session, actor, source, station=facts)


def _deploy_decision(session: Session, actor: Actor, source: bytes) -> Deployed:
    try:
        return definitions.deploy_decision(session, actor, source)
    except NotDecisionModel as broken:
        finding = Finding(rule=broken.code, fields=broken.fields)
        raise NotDeployable([finding]) from broken


def keep(session: Session, actor: Actor, checked: Checked, source: bytes) -> str:
    """Keep a file that passed as the draft of its key, in place of an earlier one."""
    row = checked.row
    session.execute(
        delete(DefinitionRow).where(
            DefinitionRow.tenant == actor.tenant, DefinitionRow.kind == row.kind,
            DefinitionRow.key == row.key, DefinitionRow.version == DRAFT_VERSION,
        )
    )  # fmt: skip
    draft = DefinitionRow(
        tenant=actor.tenant, kind=row.kind, key=row.key, version=DRAFT_VERSION,
        state=DefinitionState.DRAFT, name=row.name, name_en=row.name_en, source=source,
        sha256=row.sha256, author=actor.id, created_at=clock.now(), pins={},
    )  # fmt: skip
    session.add(draft)
    session.flush()
    return draft.id


def deploy(session: Session, actor: Actor, draft_id: str, *, key: str) -> dict[str, object]:
    """Make the draft the next version; the same confirmation sent again changes nothing."""

    def work() -> dict[str, object]:
        draft = draft_of(session, actor.tenant, draft_id)
        kind, source = draft.kind, draft.source
        session.delete(draft)
        session.flush()
        deployed = _deploy(session, actor, kind, source)
        _record(session, actor, kind, deployed)
        return {
            "kind": kind.value, "key": deployed.key, "version": deployed.version,
            "new": deployed.new,
        }  # fmt: skip

    return commands.once(session, actor, key, f"definition:deploy:{draft_id}", work)


def _record(session: Session, actor: Actor, kind: DefinitionKind, deployed: Deployed) -> None:
    fact = history.Entry(
        tag="definition:deployed", facts={"version": deployed.version, "new": deployed.new}
    )
    history.record(session, actor, f"{kind.value}:{deployed.key}", actor.unit, [fact])


def discard(session: Session, actor: Actor, draft_id: str) -> None:
    """Throw a draft away."""
    session.delete(draft_of(session, actor.tenant, draft_id))
