"""What the pages of papers say: each paper with its versions, and what could still be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine.database import new_id
from web import session as web_session
from web.rendering import instant
from web.wording import REFUSALS
from web.wording.filling import filled
from web.wording.texts import gettext as _
from workflows import catalog
from workflows.access import Sight
from workflows.cases import files
from workflows.cases.models import CaseRow
from workflows.documents import load_kinds, queries
from workflows.documents.models import PaperRow, PaperVersionRow, VersionState
from workflows.people import directory


def kind_words(kind: str) -> str:
    """The name of a kind of paper in the language of the page."""
    return load_kinds()[kind].name(web_session.language())


def title_of(paper: PaperRow) -> str:
    """A paper's name, with what tells it from its like."""
    name = kind_words(paper.kind)
    return _("%(name)s（第 %(n)s 次）", name=name, n=paper.mark) if paper.mark else name


def papers(session: Session, case_id: str, sight: Sight) -> dict[str, Any]:
    """Everything on the page of a case's papers."""
    tenant = web_session.actor().tenant
    case = files.load(session, tenant, case_id)
    rows = queries.papers_of(session, tenant, case_id)
    versions = queries.versions_of(session, tenant, case_id)
    hashes = queries.hashes_of(session, tenant, case_id)
    return {
        "case_id": case_id,
        "number": case.number or _("还没有编号"),
        "topic": f"case:{case_id}",
        "card_url": url_for("documents.card", case_id=case_id),
        "page_url": url_for("documents.page", case_id=case_id),
        "rows": [_paper(session, row, versions, sight, hashes) for row in rows],
        "makeable": _makeable(session, case, rows),
    }


def _paper(
    session: Session,
    paper: PaperRow,
    versions: Sequence[PaperVersionRow],
    sight: Sight,
    hashes: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    own = [
        version_words(session, paper, row, sight, hashes)
        for row in versions
        if row.paper_id == paper.id
    ]
    return {
        "title": title_of(paper), "number": paper.number, "kind": paper.kind,
        "subject": paper.subject, "seen": paper.latest, "latest": own[0], "earlier": own[1:],
        "key": new_id(), "leaves": load_kinds()[paper.kind].handed_out,
        "make_url": url_for("documents.make", case_id=paper.case_id),
    }  # fmt: skip


def version_words(
    session: Session,
    paper: PaperRow,
    row: PaperVersionRow,
    sight: Sight,
    hashes: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    """One version: who made it when, its state, its hashes and where to open it."""
    opens = queries.may_open(row, sight)
    word, tone = _state(row)
    return {
        "version": row.version, "state": word, "tone": tone, "at": instant(row.made_at),
        "by": directory.name_of(session, row.tenant, row.made_by),
        "reason": row.reason if opens else None, "problem": _problem(row),
        "printed": opens and row.state != VersionState.WITHHELD,
        "closed": not opens, "sealed": row.sealed_at is not None,
        "url": url_for("documents.version", case_id=row.case_id, version_id=row.id),
        "docx_url": _file_url(row, "docx"), "pdf_url": _file_url(row, "pdf"),
        "seal_url": url_for("documents.seal_version", case_id=row.case_id, version_id=row.id),
        "check": row.content_sha256, "key": new_id(),
        "docx_hash": hashes.get((row.id, "docx"), ""), "pdf_hash": hashes.get((row.id, "pdf"), ""),
        "sealed_words": _sealed(session, row), "number": paper.number,
    }  # fmt: skip


def _file_url(row: PaperVersionRow, name: str) -> str:
    return url_for("documents.file", case_id=row.case_id, version_id=row.id, name=name)


def _sealed(session: Session, row: PaperVersionRow) -> str:
    if row.sealed_at is None:
        return ""
    who = directory.name_of(session, row.tenant, row.sealed_by)
    return _("%(who)s 于 %(at)s 定稿", who=who, at=instant(row.sealed_at))


def _state(row: PaperVersionRow) -> tuple[str, str]:
    if row.sealed_at is not None:
        return _("已签章定稿"), "good"
    return {
        VersionState.WAITING: (_("正在印"), "quiet"),
        VersionState.PRINTED: (_("已印出"), "good"),
        VersionState.WITHHELD: (_("没有印出"), "bad"),
    }[row.state]


def _problem(row: PaperVersionRow) -> str:
    """Why a version was withheld, in words."""
    problem = row.problem or {}
    words = REFUSALS.get(str(problem.get("code", "")))
    return "" if words is None else filled(words, problem)


def _makeable(session: Session, case: CaseRow, rows: Sequence[PaperRow]) -> list[dict[str, Any]]:
    """Papers that the case could have and does not."""
    known = {(row.kind, row.subject) for row in rows}
    found = []
    for kind, builder in catalog.papers().items():
        for draft in builder(session, case.tenant, case.id):
            if (kind, draft.subject) not in known:
                name = kind_words(kind)
                label = (
                    _("%(name)s（第 %(n)s 次）", name=name, n=draft.mark) if draft.mark else name
                )
                found.append(
                    {"kind": kind, "subject": draft.subject, "title": label, "key": new_id()}
                )
    return found
