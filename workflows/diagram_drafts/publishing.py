"""A draft passes the gate and becomes the next version; running cases keep theirs.

`rehearse` goes the whole way and takes it back, so that what it says is what publishing would say.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine import commands, definitions, history
from engine.actors import Actor
from engine.definitions import Deployed
from engine.errors import Conflict, Finding, Invalid, NotDeployable, NotFound, Severity
from engine.models import DefinitionKind
from workflows.diagram_drafts.actions import refuse_moved
from workflows.diagram_drafts.models import DiagramDraftRow
from workflows.diagram_drafts.queries import draft_of
from workflows.station_facts import station_facts


class NothingDrafted(NotFound):
    """There is no draft of this process."""

    code = "nothing-drafted"
    sentence = "Expected a draft of {process}, but there is none."


class ActiveMoved(Conflict):
    """Another version came into use since the comparison was read."""

    code = "active-version-moved"
    sentence = "Expected version {seen} of {process} to be in use, but it is version {version}."


class DraftRefused(Invalid):
    """The gate refuses the draft."""

    code = "draft-refused"
    sentence = "Expected the draft of {process} to pass the gate, but {count} findings refuse it."

    def __init__(self, findings: tuple[Finding, ...], **fields: object) -> None:
        self.findings = findings
        super().__init__(count=len(findings), **fields)


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """What publishing would do now."""

    findings: tuple[Finding, ...]
    #: The version that it would become; None when it is refused.
    version: int | None
    #: False when it is the version that is in use already.
    new: bool

    @property
    def refused(self) -> bool:
        """Whether the gate refuses it."""
        return self.version is None


def rehearse(session: Session, actor: Actor, process: str, source: bytes) -> Rehearsal:
    """Publish in a savepoint and take it back; nothing is written."""
    rehearsal = session.begin_nested()
    try:
        deployed = _deploy(session, actor, process, source)
    except NotDeployable as refusal:
        return Rehearsal(findings=refusal.findings, version=None, new=False)
    finally:
        rehearsal.rollback()
        session.expire_all()
    return Rehearsal(findings=deployed.findings, version=deployed.version, new=deployed.new)


def _deploy(session: Session, actor: Actor, process: str, source: bytes) -> Deployed:
    facts = station_facts(session, actor.tenant)
    deployed = definitions.deploy_process(session, actor, source, station=facts)
    if deployed.key != process:
        wrong = Finding(
            rule="process-renamed", element=deployed.key, fields={"process": process},
            severity=Severity.ERROR,
        )  # fmt: skip
        raise NotDeployable([wrong])
    return deployed


def publish(
    session: Session, actor: Actor, process: str, *, seen: str, over: int, key: str
) -> dict[str, object]:
    """Make the draft the version in use; the same key again answers the same and does nothing.

    `seen` is the draft and `over` the version in use that were compared before this decision;
    DraftMoved or ActiveMoved when either is another one now. DraftRefused writes nothing.
    """

    def work() -> dict[str, object]:
        draft = _as_compared(session, actor, process, seen, over)
        source = draft.source
        session.delete(draft)
        session.flush()
        try:
            deployed = _deploy(session, actor, process, source)
        except NotDeployable as refusal:
            raise DraftRefused(refusal.findings, process=process) from refusal
        fact = history.Entry(
            tag="definition:deployed", facts={"version": deployed.version, "new": deployed.new}
        )
        history.record(session, actor, f"process:{process}", actor.unit, [fact])
        return {"version": deployed.version, "new": deployed.new}

    return commands.once(session, actor, key, f"definition:publish:{process}:{seen}", work)


def _as_compared(
    session: Session, actor: Actor, process: str, seen: str, over: int
) -> DiagramDraftRow:
    definitions_lock = f"definition:{DefinitionKind.PROCESS.value}:{process}"
    history.hold(session, actor.tenant, definitions_lock)
    draft = draft_of(session, actor.tenant, process, hold=True)
    if draft is None and not seen:
        raise NothingDrafted(process=process)
    refuse_moved(draft, seen)
    active = definitions.active(session, actor.tenant, DefinitionKind.PROCESS, process)
    if active.version != over:
        raise ActiveMoved(process=process, seen=over, version=active.version)
    if draft is None:  # The stamp of no draft was refused above.
        raise NothingDrafted(process=process)
    return draft
