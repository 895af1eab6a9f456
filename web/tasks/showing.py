"""What the template of a task reads: words, form, clock, facts, and the open verbs."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine import forms, signals, tasks
from engine.actors import Actor
from engine.database import new_id
from engine.instances import corridor
from engine.models import InstanceStatus, TaskRow, TaskStatus
from web.rendering import instant
from web.rendering.attachments import attachments_card
from web.rendering.buttons import buttons
from web.rendering.comments import comments_card
from web.rendering.due import clock_of, deadlines_of
from web.rendering.fragments import on_page_of
from web.rendering.names import name_of, process_words
from web.rendering.relations import related_lines
from web.rendering.stages import stage_of_step, stepper
from web.rendering.submissions_list import earlier_answers
from web.tasks.acts_menu import acts_beside
from web.tasks.facts import facts
from web.tasks.filling import Typed, task_form
from web.tasks.moved import last_fact
from web.tasks.sent import sent_with
from web.wording.texts import gettext as _
from workflows.access import Sight, policy, sight_of
from workflows.cases import queries
from workflows.cases.models import CaseRow
from workflows.people.directory import name_of as person_name

#: Forms under which the search for earlier visits stands.
SEARCHING = frozenset({"search-person"})
#: Forms beside which the calendar says what the time would collide with.
LOOKING_AHEAD = frozenset({"schedule-session"})


def require_readable(session: Session, actor: Actor, task_id: str) -> TaskRow:
    """The task, if it is the actor's, in one of their pools, or of a case that exists for them."""
    row = tasks.load(session, actor, task_id)
    pooled = row.candidate_group in actor.groups
    near = row.assignee == actor.id or (
        pooled and not policy.is_outside(session, actor, row.business_key)
    )
    if not near and not policy.reaches(session, actor, row.business_key):
        raise tasks.NoSuchTask(task=task_id)
    return row


def is_mine(actor: Actor, row: TaskRow) -> bool:
    """Whether the actor holds the task and may finish it."""
    return row.assignee == actor.id and row.status == TaskStatus.OPEN


def shown(
    session: Session,
    actor: Actor,
    row: TaskRow,
    *,
    given: Typed | None = None,
    invalid: forms.FormInvalid | None = None,
) -> dict[str, Any]:
    """Everything on the page of a task; `given` keeps what was typed."""
    case = session.get(CaseRow, (row.tenant, row.business_key))
    mine = is_mine(actor, row)
    reached = case is not None and policy.reaches(session, actor, case.id)
    draft = tasks.draft_of(session, actor, row.id) if mine else None
    return {
        **state(session, actor, row),
        "id": row.id,
        "title": name_of(row),
        "crumb": _crumb(row, case, reached=reached),
        "steps": _steps(session, row),
        "clock": _clock(session, row),
        "form": task_form(session, actor, row, given=given, invalid=invalid)
        if mine or given is not None
        else None,
        "kept": given is not None and not mine,
        "asks": bool(row.form_id),
        "facts": facts(session, actor, row, case, _sight(session, actor, case), held=mine)
        if case is not None
        else [],
        "earlier": earlier_answers(session, actor, case) if case and mine and reached else [],
        "case_url": url_for("cases.case", case_id=row.business_key) if reached else "",
        **(_work(session, actor, row, case) if case and reached else {}),
        **sent_with(session, actor, row, _sight(session, actor, case)),
        **(_receipt(row, case) if mine else {}),
        "acts": buttons(session, actor, row.business_key) if mine else [],
        **acts_beside(session, actor, row, mine=mine),
        "key": new_id(),
        "version": row.version,
        "seen": last_fact(session, row),
        "saved": _("草稿已保存 %(at)s", at=instant(draft.saved_at)) if draft else "",
        "restored": draft is not None and given is None,
        "search_url": url_for("tasks.search", task_id=row.id)
        if mine and row.form_key in SEARCHING
        else "",
        "ahead_url": url_for("calendar.ahead", task_id=row.id)
        if mine and row.form_key in LOOKING_AHEAD
        else "",
        "urls": _urls(row),
    }


def _work(session: Session, actor: Actor, row: TaskRow, case: CaseRow) -> dict[str, Any]:
    """What lies beside the form: files, comments, and what the same people came for before."""
    sight = _sight(session, actor, case)
    return {
        "attachments": attachments_card(session, actor, case, sight, task_id=row.id),
        "comments": comments_card(session, actor, case, sight, task_id=row.id),
        "related": related_lines(session, actor, case) if queries.reads_the_file(actor) else [],
    }


def state(session: Session, actor: Actor, row: TaskRow) -> dict[str, Any]:
    """Who holds the task now; the live part of the page asks for this alone."""
    return {
        "id": row.id,
        "open": row.status == TaskStatus.OPEN,
        "mine": is_mine(actor, row),
        "claimable": row.assignee is None
        and row.status == TaskStatus.OPEN
        and row.candidate_group in actor.groups,
        "notice": closed_words(session, actor, row),
        "tone": "warn",
        # Beside the list the stream was opened before the task was chosen, and hears of lists.
        "topic": signals.LISTS if on_page_of("inbox.page") else f"case:{row.business_key}",
        "urls": _urls(row),
    }


def _urls(row: TaskRow) -> dict[str, str]:
    verbs = ("complete", "draft", "fields", "release", "claim", "now")
    return {verb: url_for(f"tasks.{verb}", task_id=row.id) for verb in verbs}


def sight_of_task(session: Session, actor: Actor, row: TaskRow) -> Sight:
    """The actor's sight of the case of a task."""
    return _sight(session, actor, session.get(CaseRow, (row.tenant, row.business_key)))


def _sight(session: Session, actor: Actor, case: CaseRow | None) -> Sight:
    if case is None or not policy.reaches(session, actor, case.id):
        return sight_of(actor)
    return queries.sight_on(session, actor, case.id)


def _crumb(row: TaskRow, case: CaseRow | None, *, reached: bool) -> list[dict[str, str]]:
    items = [{"label": _("收件箱"), "url": url_for("inbox.page")}]
    if case is not None and case.number:
        url = url_for("cases.case", case_id=case.id) if reached else ""
        items.append({"label": case.number, "url": url})
    return [*items, {"label": process_words(row.process), "url": ""}]


def _steps(session: Session, row: TaskRow) -> Any:
    ended = corridor.load(session, row.tenant, row.instance_id).status != InstanceStatus.RUNNING
    stage = stage_of_step(row.process, row.form_key, row.stage)
    return stepper(row.process, stage, ended=ended)


def _clock(session: Session, row: TaskRow) -> dict[str, Any] | None:
    if row.status != TaskStatus.OPEN:
        return None
    deadline = deadlines_of(session, [row]).get(row.id)
    return clock_of(session, row.tenant, row.due_at, deadline, emergency=row.priority == 0)


def closed_words(session: Session, actor: Actor, row: TaskRow) -> str:
    """Why the task is not to be worked on here, and by whom and when; nothing when it is."""
    if row.status == TaskStatus.COMPLETED:
        who = person_name(session, row.tenant, row.completed_by or "")
        return _("这件任务已由%(name)s在 %(at)s 办结。", name=who, at=instant(row.completed_at))
    if row.status == TaskStatus.CANCELLED:
        return _("案件已走到别的步骤，这件任务已取消。")
    if row.assignee and row.assignee != actor.id:
        return _(
            "%(name)s 已在 %(at)s 领取，正在办理。",
            name=row.assignee_name or "", at=instant(row.claimed_at),
        )  # fmt: skip
    return ""


def _receipt(row: TaskRow, case: CaseRow | None) -> dict[str, Any]:
    """The query code for the step that hands it over."""
    if case is None or row.form_key != "issue-receipt" or not case.query_code:
        return {}
    return {
        "receipt_url": url_for("cases.receipt", case_id=case.id),
        "receipt": {"case": case.id, "code": case.query_code},
    }
