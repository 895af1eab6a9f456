"""Every address of the application for one case, worked out from its own table of routes.

A new page is asked for without a word here; a new kind of id in an address stops the test until
somebody says which ids of the case belong there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from engine.models import FailureRow, InstanceRow, SubmissionRow, SubscriptionRow, TaskRow
from workflows.access.models import MemberRow
from workflows.attachments.models import AttachmentRow
from workflows.cases.comments.models import CommentRow
from workflows.demo.cast import EAST_LAKE
from workflows.documents.models import PaperVersionRow
from workflows.emergency_linkage.models import IncidentRow
from workflows.notifications.models import NoticeRow
from workflows.visit.models import WaitingRow

#: A stream that does not end, and the ways of the browser's own session.
LEFT_OUT = frozenset({"live.live", "sign_in.sign_out", "sign_in.sign_in", "static"})
#: What an address names that is not of the case.
ELSEWHERE: Mapping[str, Sequence[str]] = {
    "unit": [EAST_LAKE], "kind": ["process", "decision", "form"], "language": ["zh"],
    "version": ["1"], "key": ["visit", "dt5-mediable"], "draft_id": ["none"], "duty_id": ["none"],
    "post_id": ["none"], "filename": ["none"], "person_id": ["none"], "absence_id": ["none"],
    "code": ["H05"], "process": ["visit"], "view_id": ["none"], "undo_id": ["none"],
    "room_id": ["none"], "secret": ["none"], "kind_id": ["receipt"], "act": ["send-back"],
    "tag": ["none"], "name": ["pdf", "docx"],
}  # fmt: skip
#: Arguments that make an address one of the case.
OF_THE_CASE = frozenset(
    {"case_id", "task_id", "submission_id", "subscription_id", "instance_id", "incident_id",
     "notice_id", "failure_id", "member_id", "entry_id", "file_id", "comment_id", "version_id"}
)  # fmt: skip


def ids_of(session: Session, case_id: str) -> dict[str, Sequence[str]]:
    """The ids that belong to one case, by the name that addresses give them."""

    def found(row: type, column: str = "business_key") -> list[str]:
        return list(session.scalars(select(row.id).where(getattr(row, column) == case_id)))

    return {
        **ELSEWHERE,
        "case_id": [case_id], "task_id": found(TaskRow), "submission_id": found(SubmissionRow),
        "subscription_id": found(SubscriptionRow), "instance_id": found(InstanceRow),
        "incident_id": found(IncidentRow, "case_id"), "notice_id": found(NoticeRow, "case_id"),
        "failure_id": found(FailureRow), "member_id": found(MemberRow, "case_id"),
        "entry_id": found(WaitingRow, "case_id"), "file_id": found(AttachmentRow, "case_id"),
        "comment_id": found(CommentRow, "case_id"),
        "version_id": found(PaperVersionRow, "case_id"),
    }  # fmt: skip


def addresses(app: Flask, ids: Mapping[str, Sequence[str]], method: str) -> Iterator[str]:
    """Every address that answers to a method; to a POST only those of the case."""
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or ()) or rule.endpoint in LEFT_OUT:
            continue
        if method == "POST" and not rule.arguments & OF_THE_CASE:
            continue
        yield from _filled(rule, ids)


def _filled(rule: Rule, ids: Mapping[str, Sequence[str]]) -> Iterator[str]:
    names = sorted(rule.arguments)
    for chosen in product(*(ids[name] for name in names)):
        values = {
            name: int(one) if name == "version" else one
            for name, one in zip(names, chosen, strict=True)
        }
        built = rule.build(values, append_unknown=False)
        assert built is not None, rule
        yield str(built[1])
