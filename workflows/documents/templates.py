"""Templates of papers: the shipped one first, then what a supervisor changed; old ones are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import clock, commands
from engine.actors import Actor
from engine.database import insert_if_absent, new_id
from engine.errors import Conflict, NotFound
from workflows.access import Permission, require
from workflows.documents.checking import Checked, check, check_blanks
from workflows.documents.kinds import FOLDER, PaperKind, load_kinds
from workflows.documents.models import PaperTemplateRow

#: Author of the templates that come with the product.
SHIPPED = "shipped"


class NoSuchTemplate(NotFound):
    """The kind has no template of this version."""

    code = "no-such-template"
    sentence = "Expected version {version} of the template {kind}, but there is none."


class TemplateMoved(Conflict):
    """Somebody else changed the template since the page was opened."""

    code = "template-moved"
    sentence = "Expected version {seen} in use, but {author} put version {version} in use at {at}."


def shipped(kind: PaperKind) -> bytes:
    """The template that comes with the pack."""
    return (FOLDER / f"{kind.id}.docx").read_bytes()


def active(session: Session, tenant: str, kind: PaperKind) -> PaperTemplateRow:
    """The template in use; the shipped one is taken in when the product brings a newer one."""
    row = session.scalar(
        select(PaperTemplateRow).where(
            PaperTemplateRow.tenant == tenant, PaperTemplateRow.kind == kind.id,
            PaperTemplateRow.active.is_(True),
        )
    )  # fmt: skip
    if row is not None and row.author != SHIPPED:
        return row
    source = shipped(kind)
    if row is not None and row.sha256 == _hash(source):
        return row
    return _take_in(session, tenant, kind, source, after=row)


def _take_in(
    session: Session, tenant: str, kind: PaperKind, source: bytes, *, after: PaperTemplateRow | None
) -> PaperTemplateRow:
    version, checked = _next_version(session, tenant, kind.id), check_blanks(kind, source)
    if after is not None:
        after.active = False
        session.flush()
    insert_if_absent(
        session, PaperTemplateRow, tenant=tenant, id=new_id(), kind=kind.id, version=version,
        source=source, sha256=_hash(source), sensitivity=checked.sensitivity.value, author=SHIPPED,
        note="", made_at=clock.now(), active=True,
    )  # fmt: skip
    return of_version(session, tenant, kind.id, version)


def _hash(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()


def _next_version(session: Session, tenant: str, kind: str) -> int:
    found = versions(session, tenant, kind)
    return found[0].version + 1 if found else 1


def versions(session: Session, tenant: str, kind: str) -> Sequence[PaperTemplateRow]:
    """Every version of a template, newest first."""
    query = select(PaperTemplateRow).where(
        PaperTemplateRow.tenant == tenant, PaperTemplateRow.kind == kind
    )
    return session.scalars(query.order_by(PaperTemplateRow.version.desc())).all()


def of_version(session: Session, tenant: str, kind: str, version: int) -> PaperTemplateRow:
    """One version of a template."""
    row = session.scalar(
        select(PaperTemplateRow).where(
            PaperTemplateRow.tenant == tenant, PaperTemplateRow.kind == kind,
            PaperTemplateRow.version == version,
        )
    )  # fmt: skip
    if row is None:
        raise NoSuchTemplate(kind=kind, version=version)
    return row


def upload(
    session: Session, actor: Actor, kind_id: str, source: bytes, *, note: str, checked: Checked
) -> PaperTemplateRow:
    """Keep a checked template as a version that is not in use yet; the same file is kept once."""
    require(actor, Permission.DEFINITION_DEPLOY)
    kind = load_kinds()[kind_id]
    for row in versions(session, actor.tenant, kind.id):
        if row.sha256 == _hash(source):
            return row
    row = PaperTemplateRow(
        tenant=actor.tenant, id=new_id(), kind=kind.id, source=source, sha256=_hash(source),
        version=_next_version(session, actor.tenant, kind.id), author=actor.id, note=note,
        sensitivity=checked.sensitivity.value, made_at=clock.now(), active=False,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def put_in_use(
    session: Session, actor: Actor, kind_id: str, version: int, *, seen: int, key: str = ""
) -> int:
    """From now on papers of this kind are made from a version; earlier papers stay as they are."""
    require(actor, Permission.DEFINITION_DEPLOY)
    kind = load_kinds()[kind_id]

    def work() -> dict[str, Any]:
        now = active(session, actor.tenant, kind)
        wanted = of_version(session, actor.tenant, kind.id, version)
        if now.version != seen:
            raise TemplateMoved(
                seen=seen, version=now.version, author=now.author, at=now.made_at.isoformat()
            )
        check(kind, wanted.source)
        session.execute(
            update(PaperTemplateRow)
            .where(PaperTemplateRow.tenant == actor.tenant, PaperTemplateRow.kind == kind.id)
            .values(active=PaperTemplateRow.id == wanted.id)
        )
        session.expire_all()
        return {"version": version}

    return int(commands.once(session, actor, key, f"template:{kind.id}", work)["version"])
