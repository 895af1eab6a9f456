"""A failure in words: what is stuck, where, since when and why; no case content."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import definitions, repairing
from engine.errors import NotFound
from engine.instances.corridor import load
from engine.models import FailureRow
from web import session as web_session
from web.rendering import instant
from web.rendering.names import name_of as thing_words
from workflows.access import policy
from workflows.cases.models import CaseRow
from workflows.people import directory


def kind_words(kind: str) -> str:
    """What kind of thing is stuck."""
    words = {
        "timer": _("定时没有执行成功"), "delivery": _("通知没有发出去"),
        "timer-rearmed": _("定时丢失，已自动补上"), "step": _("流程停住了"),
    }  # fmt: skip
    return str(words.get(kind, _("出了故障")))


def failure_row(session: Session, row: FailureRow) -> dict[str, Any]:
    """One failure for the templates."""
    unit = directory.unit(session, row.tenant, row.unit)
    return {
        "id": row.id, "title": kind_words(row.kind), "step": _step(session, row),
        "unit": thing_words(unit) if unit else "", "error": row.error,
        "at": instant(row.raised_at), "may_retry": repairing.may_be_retried(row),
        "settled": _settled(session, row), **_case(session, row),
    }  # fmt: skip


def _settled(session: Session, row: FailureRow) -> str:
    if row.resolved_at is None:
        return ""
    name = directory.name_of(session, row.tenant, row.resolved_by or "")
    words = {
        "retried": _("%(name)s 于 %(at)s 重试"),
        "skipped": _("%(name)s 于 %(at)s 跳过这一次"),
        "repaired": _("%(name)s 于 %(at)s 更正数据后重试"),
    }.get(row.resolution or "", _("%(name)s 于 %(at)s 搁置"))
    return str(words) % {"name": name, "at": instant(row.resolved_at)}


def _step(session: Session, row: FailureRow) -> str:
    """The element of the diagram, by its name where the diagram is still there."""
    if row.instance_id is None or row.node is None:
        return row.node or ""
    try:
        instance = load(session, row.tenant, row.instance_id)
        diagram = definitions.diagram(session, row.tenant, instance.definition_id)
    except NotFound:
        return row.node
    node = diagram.nodes.get(row.node)
    return thing_words(node) or row.node if node is not None else row.node


def _case(session: Session, row: FailureRow) -> dict[str, str]:
    """The case's number and address, for those to whom the case exists; R13 opens none."""
    actor = web_session.actor()
    if row.business_key is None or not policy.reaches(session, actor, row.business_key):
        return {"number": "", "url": ""}
    case = session.get(CaseRow, (row.tenant, row.business_key))
    number = case.number if case is not None and case.number else ""
    return {"number": number, "url": url_for("cases.case", case_id=row.business_key)}
