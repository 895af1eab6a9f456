"""Deploying: a file passes the gate and becomes the next immutable version of its key.

A refused file writes nothing. The same file with the same pins again is the version that is
already there. The new version becomes active and the earlier one retires in one transaction;
running instances keep theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine import clock, decisions, forms, history, lint
from engine.actors import Actor
from engine.database import canonical
from engine.definitions.versions import NoSuchDefinition, active, active_version, keep_parsed
from engine.definitions.versions import diagram as diagram_of
from engine.errors import Finding, NotDeployable, Severity
from engine.models import (
    DefinitionKind,
    DefinitionRow,
    DefinitionState,
    StartSubscriptionRow,
)
from engine.spiff.parser import Diagram, parse, process_ids


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """The version that now stands for a file."""

    id: str
    key: str
    version: int
    #: False when this very file was already there.
    new: bool
    #: Warnings of the gate; errors would have refused the file.
    findings: tuple[Finding, ...] = ()


def deploy_form(session: Session, actor: Actor, source: bytes) -> Deployed:
    """Deploy a form file; its `id` is the key."""
    form = forms.load(source)
    return _store(
        session, actor, DefinitionKind.FORM, form.id, source, name=form.name.zh,
        name_en=form.name.en,
    )  # fmt: skip


def deploy_decision(session: Session, actor: Actor, source: bytes) -> Deployed:
    """Deploy a DMN file; the id of its definitions is the key."""
    model = decisions.load(source)
    findings = tuple(decisions.problems(model))
    _refuse_errors(findings)
    return _store(
        session, actor, DefinitionKind.DECISION, model.id, source, name=model.name,
        name_en=decisions.outline(model).model.name_en, findings=findings,
    )  # fmt: skip


def deploy_process(
    session: Session,
    actor: Actor,
    source: bytes,
    *,
    station: lint.StationFacts | None = None,
    process_id: str | None = None,
    approver: str | None = None,
) -> Deployed:
    """Deploy a diagram through the gate, pinning what it uses as it is active now.

    1. the lint rules, in the station profile when the station's facts are given;
    2. the parser, which refuses what this engine would run wrongly;
    3. forms, decisions and called processes are looked up and pinned;
    4. the version is stored and made active, its message starts are subscribed.
    """
    profile = lint.Profile.STANDARD if station is None else lint.Profile.STATION
    findings = lint.check(source, profile=profile, station=station)
    _refuse_errors(findings)
    diagram = parse(source, process_id=process_id)
    pins = _pins(session, actor.tenant, diagram, within=frozenset(process_ids(source)))
    return _store(
        session, actor, DefinitionKind.PROCESS, diagram.process_id, source,
        name=diagram.name, name_en=diagram.name_en, pins=pins, findings=findings,
        approver=approver, parsed=diagram,
    )  # fmt: skip


def _refuse_errors(findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity == Severity.ERROR]
    if errors:
        raise NotDeployable(findings)


def _pins(
    session: Session, tenant: str, diagram: Diagram, *, within: frozenset[str]
) -> dict[str, dict[str, str]]:
    """What a diagram uses as it is active now; what lies in its own file needs no pin."""
    wanted = {
        "forms": (DefinitionKind.FORM, diagram.forms),
        "decisions": (DefinitionKind.DECISION, diagram.decisions),
        "called": (DefinitionKind.PROCESS, diagram.called - within),
    }
    missing: list[Finding] = []
    pins: dict[str, dict[str, str]] = {}
    for name, (kind, keys) in wanted.items():
        pins[name] = {}
        for key in sorted(keys):
            try:
                pins[name][key] = active_version(session, tenant, kind, key).id
            except NoSuchDefinition:
                missing.append(Finding(rule=f"unknown-{kind.value}", fields={"key": key}))
    if missing:
        raise NotDeployable(missing)
    return pins


def _store(
    session: Session,
    actor: Actor,
    kind: DefinitionKind,
    key: str,
    source: bytes,
    *,
    name: str,
    name_en: str = "",
    pins: Mapping[str, object] | None = None,
    findings: tuple[Finding, ...] = (),
    approver: str | None = None,
    parsed: Diagram | None = None,
) -> Deployed:
    sha256 = hashlib.sha256(source + canonical(pins or {}).encode()).hexdigest()
    _lock_key(session, actor.tenant, kind, key)
    before = _active_or_none(session, actor.tenant, kind, key)
    if before is not None and before.sha256 == sha256:
        return Deployed(id=before.id, key=key, version=before.version, new=False, findings=findings)
    row = DefinitionRow(
        tenant=actor.tenant, kind=kind, key=key, version=_next_version(session, actor, kind, key),
        state=DefinitionState.REVIEW, name=name, name_en=name_en, source=source, sha256=sha256,
        author=actor.id, approver=approver, created_at=clock.now(), pins=dict(pins or {}),
    )  # fmt: skip
    session.add(row)
    session.flush()
    if parsed is not None:
        keep_parsed(actor.tenant, row.id, parsed)
    activate(session, row)
    return Deployed(id=row.id, key=key, version=row.version, new=True, findings=findings)


def _lock_key(session: Session, tenant: str, kind: DefinitionKind, key: str) -> None:
    """Whoever deploys the same key now waits, and then finds the version that was made here."""
    history.hold(session, tenant, f"definition:{kind.value}:{key}")


def _active_or_none(
    session: Session, tenant: str, kind: DefinitionKind, key: str
) -> DefinitionRow | None:
    try:
        return active(session, tenant, kind, key)
    except NoSuchDefinition:
        return None


def _next_version(session: Session, actor: Actor, kind: DefinitionKind, key: str) -> int:
    highest = session.scalar(
        select(func.max(DefinitionRow.version)).where(
            DefinitionRow.tenant == actor.tenant,
            DefinitionRow.kind == kind,
            DefinitionRow.key == key,
        )
    )
    return (highest or 0) + 1


def activate(session: Session, row: DefinitionRow) -> None:
    """Make a version the active one; the earlier active version of its key retires.

    A process version that is active is started by the messages and signals its starts name.
    """
    _lock_key(session, row.tenant, row.kind, row.key)
    before = _active_or_none(session, row.tenant, row.kind, row.key)
    if before is not None and before.id != row.id:
        retire(before)
        session.flush()
    row.state, row.effective_from, row.retired_at = DefinitionState.ACTIVE, clock.now(), None
    session.flush()
    if row.kind == DefinitionKind.PROCESS:
        _subscribe_starts(session, row)


def retire(row: DefinitionRow) -> None:
    """Take a version out of use for new work, by hand or by message; running instances keep it."""
    row.state, row.retired_at = DefinitionState.RETIRED, clock.now()


def _subscribe_starts(session: Session, row: DefinitionRow) -> None:
    rows = StartSubscriptionRow
    session.execute(delete(rows).where(rows.tenant == row.tenant, rows.process == row.key))
    session.add_all(
        rows(tenant=row.tenant, message=message, process=row.key, definition_id=row.id)
        for message in diagram_of(session, row.tenant, row.id).occasions_starting
    )
    session.flush()
