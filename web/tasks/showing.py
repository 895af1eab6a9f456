"""What the template of a task reads: words, form, clock, facts, and the open verbs."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, forms, tasks
from engine.actors import Actor
from engine.database import new_id
from engine.instances.corridor import load as load_instance
from engine.models import TaskRow, TaskStatus
from engine.protection import Sensitivity
from web import session as web_session
from web.inbox.listing import category_words, task_name
from web.rendering import instant
from web.rendering.due import clock_of, deadlines_of
from web.rendering.fields import form_context
from workflows.access import Permission, log_reading, may, policy, sight_of
from workflows.cases import files, parties, work
from workflows.cases.models import CaseRow
from workflows.people.directory import holders


def require_readable(session: Session, actor: Actor, task_id: str) -> TaskRow:
    """The task, if it is the actor's, in one of their pools, or of a case that exists for them."""
    row = tasks.load(session, actor, task_id)
    near = row.assignee == actor.id or row.candidate_group in actor.groups
    if not near and not policy.reaches(session, actor, row.business_key):
        raise tasks.NoSuchTask(task=task_id)
    return row


def form_view(
    session: Session,
    actor: Actor,
    row: TaskRow,
    *,
    typed: Any = None,
    invalid: forms.FormInvalid | None = None,
) -> dict[str, Any] | None:
    """The task's form with what was typed, drafted or known."""
    form = tasks.form_of(session, row)
    if form is None:
        return None
    runtime = web_session.runtime()
    if typed is None:
        kept = tasks.draft_of(session, actor, row.id)
        typed = kept.fields if kept else None
    view = forms.describe(
        form, web_session.language(), values=typed, errors=invalid.errors if invalid else (),
        context=load_instance(session, row.tenant, row.instance_id).facts,
        codes=runtime.calls.codes(session, row.tenant, row.unit), now=clock.now(),
    )  # fmt: skip
    return form_context(view, fields_url=url_for("tasks.fields", task_id=row.id))


def shown(
    session: Session,
    actor: Actor,
    row: TaskRow,
    *,
    typed: Any = None,
    invalid: forms.FormInvalid | None = None,
) -> dict[str, Any]:
    """Everything on the page of a task."""
    case = session.get(CaseRow, (row.tenant, row.business_key))
    mine = row.assignee == actor.id and row.status == TaskStatus.OPEN
    draft = tasks.draft_of(session, actor, row.id)
    return {
        "id": row.id,
        "title": task_name(row),
        "crumb": _crumb(session, actor, row, case),
        "stages": [],
        "clock": clock_of(
            session, row.tenant, row.due_at, deadlines_of(session, [row]).get(row.id)
        ),
        "notice": _closed_words(row),
        "tone": "warn",
        "open": row.status == TaskStatus.OPEN,
        "mine": mine,
        "claimable": row.assignee is None and row.candidate_group in actor.groups,
        "form": form_view(session, actor, row, typed=typed, invalid=invalid),
        "facts": _facts(session, actor, row, case, mine=mine),
        "case_url": url_for("cases.case", case_id=row.business_key)
        if case is not None and policy.reaches(session, actor, case.id)
        else "",
        "acts": _acts(session, row) if mine else [],
        "key": new_id(),
        "version": row.version,
        "saved": _("草稿已保存 %(at)s", at=instant(draft.saved_at)) if draft else "",
        "colleagues": _colleagues(session, actor, row),
        "urls": {
            verb: url_for(f"tasks.{verb}", task_id=row.id)
            for verb in ("complete", "draft", "fields", "release", "reassign")
        }
        | {"claim": url_for("inbox.claim", task_id=row.id)},
    }


def _crumb(
    session: Session, actor: Actor, row: TaskRow, case: CaseRow | None
) -> list[dict[str, str]]:
    items = [{"label": _("收件箱"), "url": url_for("inbox.page")}]
    if case is not None:
        items.append({"label": case.number})
    return items


def _closed_words(row: TaskRow) -> str:
    if row.status == TaskStatus.COMPLETED:
        return _("这件任务已于 %(at)s 办结。", at=instant(row.completed_at))
    if row.status == TaskStatus.CANCELLED:
        return _("案件已走到别的步骤，这件任务已取消。")
    if row.assignee and row.assignee_name:
        return "" if row.assignee == web_session.actor().id else _(
            "%(name)s 正在办理。", name=row.assignee_name
        )
    return ""


def _facts(
    session: Session, actor: Actor, row: TaskRow, case: CaseRow | None, *, mine: bool
) -> list[dict[str, Any]]:
    """The people and the matter: masked until the task is held, and logged when it is."""
    if case is None:
        return []
    sight = sight_of(actor)
    facts: list[dict[str, Any]] = [{"label": _("案号"), "value": case.number}]
    for party in parties.of_case(session, case.tenant, case.id):
        if mine:
            seen = parties.as_seen(party, sight)
            value = "，".join(str(seen.fields[k]) for k in ("name", "phone") if k in seen.fields)
        else:
            value = parties.name_in_list(party, clear=False)
        facts.append({"label": party_role_words(party.role.value), "value": value})
    facts.append({"label": _("诉求"), "value": category_words(case.category_d)})
    if mine and Sensitivity.C3 in sight.clear:
        log_reading(session, actor, case.id, f"task:{row.node}", Sensitivity.C3)
    return [fact for fact in facts if fact["value"]]


def party_role_words(role: str) -> str:
    """What a person is in a case."""
    return {
        "visitor": _("来访人"), "applicant": _("申请人"), "respondent": _("被申请人"),
        "child": _("未成年人"), "reporter": _("报告人"), "other": _("相关人员"),
    }[role]  # fmt: skip


def _acts(session: Session, row: TaskRow) -> list[dict[str, Any]]:
    """The buttons that the case offers beside its tasks."""
    found = []
    for sub in work.acts_of(session, row.tenant, row.business_key):
        node = work.node_of(session, sub)
        name = node.name_en if web_session.language() == "en" and node.name_en else node.name
        found.append(
            {
                "label": name, "danger": node.priority is not None,
                "url": url_for("tasks.act", subscription_id=sub.id),
            }
        )  # fmt: skip
    return found


def _colleagues(session: Session, actor: Actor, row: TaskRow) -> list[Any]:
    """To whom the task may be given, when the actor may give it at all."""
    if row.status != TaskStatus.OPEN or not may(actor, Permission.TASK_REASSIGN):
        return []
    if not policy.reaches(session, actor, row.business_key):
        return []
    role, _at, unit = row.candidate_group.partition("@")
    people = holders(session, row.tenant, role, unit, clock.now())
    return [person for person in people if person.id != row.assignee]
