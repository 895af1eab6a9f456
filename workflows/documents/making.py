"""Write a version of a paper down, in the transaction that caused it; printing comes afterwards.

`make` is a person's wish and refuses what must not be printed. `order` is the flow's: a paper never
holds up a case, so there the same refusal leaves a withheld version that says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import clock, history, outbox, signals
from engine.actors import Actor
from engine.database import canonical, new_id
from engine.errors import Conflict, Invalid, Refusal
from engine.protection import Sensitivity
from workflows.documents import templates
from workflows.documents.drafts import CharacterMissing, Draft, ProtectedText, content_of
from workflows.documents.kinds import PaperKind, load_kinds
from workflows.documents.models import PaperRow, PaperTemplateRow, PaperVersionRow, VersionState
from workflows.documents.queries import latest_of, paper_of
from workflows.documents.words import check_code, day_words, version_words

#: Channel of the outbox that prints.
PRESS = "press"
SHORTEST_REASON = 2
#: What a version says of itself; the rest is what it says of the case.
_OWN = frozenset({"编号", "版本", "校验码", "制作日期"})


class PaperMoved(Conflict):
    """Somebody made a newer version since the page was opened."""

    code = "paper-moved"
    sentence = "Expected version {seen} to be the newest, but {person} made version {version}."


class VersionReasonMissing(Invalid):
    """A further version needs a reason that stays with it."""

    code = "version-reason-missing"
    sentence = "Expected a reason for a new version, but none was given."


class AlreadySealed(Conflict):
    """A version is sealed once."""

    code = "paper-already-sealed"
    sentence = "Expected a version that is not sealed, but {number} was sealed at {at}."


class NothingToSeal(Conflict):
    """Only a printed version can have been signed."""

    code = "nothing-to-seal"
    sentence = "Expected a printed version of {number}, but it was withheld."


def make(
    session: Session, actor: Actor, draft: Draft, *, reason: str = "", seen: int = 0
) -> PaperVersionRow:
    """Write the next version of a paper; the earlier ones stay as they are."""
    kind = load_kinds()[draft.kind]
    paper = paper_of(session, actor.tenant, draft.case_id, draft.kind, draft.subject)
    if paper is not None:
        _refuse_moved(session, paper, seen)
        if len(reason.strip()) < SHORTEST_REASON:
            raise VersionReasonMissing
    content = content_of(kind, draft)
    return _write(session, actor, kind, draft, content=content, reason=reason.strip())


def order(session: Session, actor: Actor, draft: Draft, *, reason: str = "") -> PaperVersionRow:
    """The flow wants a paper; what must not be printed is withheld and said, and the flow goes on.

    Words that have not changed make no new version: a step done again is not a new paper.
    """
    kind = load_kinds()[draft.kind]
    try:
        content = content_of(kind, draft)
    except (ProtectedText, CharacterMissing) as refusal:
        return _write(session, actor, kind, draft, problem=refusal, reason=reason)
    paper = paper_of(session, actor.tenant, draft.case_id, draft.kind, draft.subject)
    last = None if paper is None else latest_of(session, paper)
    if last is not None and last.content is not None and _same(last.content, content):
        return last
    return _write(session, actor, kind, draft, content=content, reason=reason)


def _same(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return all(before.get(name) == now[name] for name in now if name not in _OWN)


def _refuse_moved(session: Session, paper: PaperRow, seen: int) -> None:
    if paper.latest != seen:
        last = latest_of(session, paper)
        raise PaperMoved(
            seen=seen, version=paper.latest, person=last.made_by, at=last.made_at.isoformat()
        )


def _write(
    session: Session,
    actor: Actor,
    kind: PaperKind,
    draft: Draft,
    *,
    content: Mapping[str, Any] | None = None,
    problem: Refusal | None = None,
    reason: str = "",
) -> PaperVersionRow:
    template = templates.active(session, actor.tenant, kind)
    paper = _paper(session, actor, kind, draft)
    paper.latest += 1
    row = PaperVersionRow(
        tenant=actor.tenant, id=new_id(), station=draft.station, case_id=draft.case_id,
        paper_id=paper.id, version=paper.latest, state=VersionState.WAITING,
        sensitivity=_sensitivity(kind, template), template_id=template.id, reason=reason or None,
        made_by=actor.id, made_at=clock.now(),
    )  # fmt: skip
    if content is None:
        row.state = VersionState.WITHHELD
        row.problem = {} if problem is None else {"code": problem.code, **dict(problem.fields)}
    else:
        _fill(row, paper, template, content)
    session.add(row)
    session.flush()
    if content is not None:
        outbox.record(
            session, actor.tenant, draft.station, PRESS, {"version": row.id}, order_key=row.id
        )
    _tell(session, actor, paper, row, "paper:withheld" if content is None else "paper:made")
    return row


def _paper(session: Session, actor: Actor, kind: PaperKind, draft: Draft) -> PaperRow:
    found = paper_of(session, actor.tenant, draft.case_id, draft.kind, draft.subject)
    if found is not None:
        return found
    earlier = session.scalar(
        select(func.count())
        .select_from(PaperRow)
        .where(
            PaperRow.tenant == actor.tenant, PaperRow.case_id == draft.case_id,
            PaperRow.kind == kind.id,
        )
    )  # fmt: skip
    paper = PaperRow(
        tenant=actor.tenant, id=new_id(), station=draft.station, case_id=draft.case_id,
        kind=kind.id, subject=draft.subject, mark=draft.mark,
        number=f"{draft.case_number}-{kind.mark}{(earlier or 0) + 1:02d}", latest=0,
    )  # fmt: skip
    session.add(paper)
    session.flush()
    return paper


def _sensitivity(kind: PaperKind, template: PaperTemplateRow) -> str:
    """At least personal: every paper stands for a person's case."""
    return max(Sensitivity.C2, Sensitivity(template.sensitivity)).value


def _fill(
    row: PaperVersionRow,
    paper: PaperRow,
    template: PaperTemplateRow,
    content: Mapping[str, Any],
) -> None:
    """The values with what every paper shows of itself, and the hash that binds them."""
    said = {
        **content, "编号": paper.number, "版本": version_words(row.version),
        "制作日期": day_words(row.made_at),
    }  # fmt: skip
    bound = {"kind": paper.kind, "template": template.sha256, "values": {**said, "校验码": ""}}
    row.content_sha256 = hashlib.sha256(canonical(bound).encode()).hexdigest()
    row.content = {**said, "校验码": check_code(row.content_sha256)}


def seal(session: Session, actor: Actor, version: PaperVersionRow) -> None:
    """This version was signed and stamped on paper: it is the one that counts, and it is kept."""
    paper = session.get_one(PaperRow, (version.tenant, version.paper_id))
    if version.state == VersionState.WITHHELD:
        raise NothingToSeal(number=paper.number)
    if version.sealed_at is not None:
        raise AlreadySealed(number=paper.number, at=version.sealed_at.isoformat())
    version.sealed_at, version.sealed_by = clock.now(), actor.id
    _tell(session, actor, paper, version, "paper:sealed")


def _tell(
    session: Session, actor: Actor, paper: PaperRow, version: PaperVersionRow, tag: str
) -> None:
    facts = {"paper": paper.kind, "number": paper.number, "version": version.version}
    entry = history.Entry(tag=tag, facts=facts)
    history.record(session, actor, paper.case_id, paper.station, [entry])
    signals.announce(session, paper.tenant, paper.station, f"case:{paper.case_id}")
