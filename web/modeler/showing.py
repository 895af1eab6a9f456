"""What the pages of the editor read: the process, its draft, what differs, and who keeps what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine import definitions
from engine.definitions import NoSuchDefinition
from engine.errors import Finding, NotDeployable
from engine.lint import reading
from engine.models import DefinitionKind, DefinitionRow
from web.library.finding_words import found_words
from web.library.shelf import DRAFT_VERSION, running_by_definition
from web.library.showing import name_words
from web.modeler.comparing import compared
from web.rendering import instant
from web.session import language
from web.wording.texts import gettext as _
from workflows.diagram_drafts import Rehearsal, stamp_of
from workflows.diagram_drafts.models import DiagramDraftRow
from workflows.people.directory import name_of

PROCESS = DefinitionKind.PROCESS
_NAME_EN = "{urn:sanlian:bpmn:1}nameEn"


def editor(
    session: Session, active: DefinitionRow, draft: DiagramDraftRow | None
) -> dict[str, Any]:
    """The head of the editor's page."""
    return {
        "name": name_words(active), "process": active.key, "version": active.version,
        "stamp": stamp_of(draft), "draft": saved_words(session, draft),
        "outdated": outdated(active, draft), "running": running(session, active),
        "file": f"{active.key}.bpmn",
    }  # fmt: skip


def outdated(active: DefinitionRow, draft: DiagramDraftRow | None) -> bool:
    """Whether another version came into use after the draft was begun."""
    return draft is not None and draft.base_version != active.version


def saved_words(session: Session, draft: DiagramDraftRow | None) -> str:
    """Who saved the draft last and when; nothing without one."""
    if draft is None:
        return ""
    who = name_of(session, draft.tenant, draft.saved_by)
    return _("草稿：%(who)s %(at)s 保存", who=who, at=instant(draft.saved_at))


def running(session: Session, active: DefinitionRow) -> list[dict[str, Any]]:
    """How many cases run on which version, newest first; versions without cases are left out."""
    counts = running_by_definition(session, active.tenant)
    rows = definitions.versions(session, active.tenant, PROCESS, active.key)
    return [{"version": row.version, "n": counts[row.id]} for row in rows if counts.get(row.id)]


def version(session: Session, tenant: str, process: str, number: int) -> DefinitionRow:
    """One version of a process with its drawing."""
    rows = definitions.versions(session, tenant, PROCESS, process)
    row = next((row for row in rows if row.version == number != DRAFT_VERSION), None)
    if row is None:
        raise NoSuchDefinition(kind=PROCESS.value, key=process)
    return row


def comparison(
    session: Session, old: DefinitionRow, *, new: DefinitionRow | None, draft: bytes
) -> dict[str, Any]:
    """Two drawings beside each other: an older version, and a newer one or the draft."""
    source = new.source if new is not None else draft
    return {
        **compared(old.source, source), "name": name_words(old), "process": old.key,
        "running": running(session, old),
        "old": {"label": _("第 %(n)s 版", n=old.version), "version": old.version,
                "url": _source_url(old)},
        "new": {"label": _("第 %(n)s 版", n=new.version) if new else _("草稿"),
                "url": _source_url(new) if new
                else url_for("modeler.source", process=old.key)},
    }  # fmt: skip


def _source_url(row: DefinitionRow) -> str:
    return url_for("library.source", kind=PROCESS.value, key=row.key, version=row.version)


def verdict(rehearsal: Rehearsal, drawing: bytes) -> dict[str, Any]:
    """What the gate says: findings in words, worst first, and how many of each kind."""
    findings = found_words(_named(rehearsal.findings, drawing))
    errors = sum(one["tone"] == "bad" for one in findings)
    return {
        "findings": [
            {key: one[key] for key in ("element", "text", "word", "tone")} for one in findings
        ],
        "errors": errors, "warnings": len(findings) - errors, "version": rehearsal.version or 0,
        "new": rehearsal.new,
    }  # fmt: skip


def _named(findings: Sequence[Finding], drawing: bytes) -> list[Finding]:
    """Findings that call elements by their names in the language of the page."""
    names = english_names(drawing) if language() == "en" else {}
    return [
        replace(one, fields={key: names.get(str(text), text) for key, text in one.fields.items()})
        for one in findings
    ]


def english_names(drawing: bytes) -> dict[str, str]:
    """Chinese name to English name of what is drawn; none when the file cannot be read."""
    try:
        root = reading.read(drawing)
    except NotDeployable:
        return {}
    pairs = ((each.get("name"), each.get(_NAME_EN)) for each in root.iter())
    return {name: english for name, english in pairs if name and english}
